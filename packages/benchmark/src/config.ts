/** Settings of a benchmark: which data sets, which detectors, how often. */
import { AlarmPolicyConfig } from '@anodec/eval';
import {
  baselines,
  BaselineSettings,
  DetectorConfig,
  detectorNames,
  type Settings,
} from '@anodec/pipeline';
import { PreprocessConfig } from '@anodec/preprocess';
import { z } from 'zod';
import { InjectionConfig } from './injected-series.js';
import { protocolNames } from './protocols/registry.js';

const known = [...new Set([...detectorNames(), ...Object.keys(baselines)])].join(', ');

/** What is compared on what. */
export const BenchmarkConfig = z.strictObject({
  folder: z
    .string({ error: 'must name the folder of the data sets' })
    .describe('Folder with the data sets, up to two levels deep'),
  detectors: z
    .array(z.string())
    .min(1)
    .default(['autoencoder', 'pca', 'norm', 'linear', 'knn', 'random'])
    .describe(`Detectors to compare, by name or separated by commas: ${known}`),
  seeds: z
    .int()
    .min(1)
    .max(1000)
    .default(1)
    .describe('Number of seeds, counted up from seed; detectors without chance run once'),
  only: z
    .array(z.string())
    .default([])
    .describe('Names of the data sets to run, with * for any characters, such as asd/*'),
  period: z
    .string()
    .optional()
    .describe(
      'Time between rows of tables without times, such as 60s (default: known for ASD and SMD, else rows are only numbered)',
    ),
  missingWords: z
    .array(z.string())
    .optional()
    .describe(
      'Cells of pairs of tables that stand for a missing reading, such as Bad or -9999, beside the usual words',
    ),
  wordValues: z
    .string()
    .optional()
    .describe('Numbers that words of pairs of tables stand for, such as "OFF=0,ON=1"'),
  exclude: z.array(z.string()).optional().describe('Columns of pairs of tables to exclude'),
  timeColumn: z
    .string()
    .optional()
    .describe(
      'Time column of pairs of tables, or date and time of day as in Date,Time (default: by name or contents, none = no times)',
    ),
  results: z
    .string()
    .default('benchmark')
    .describe('Folder of the results; what it holds already is not computed again'),
  protocol: z
    .enum(protocolNames)
    .optional()
    .describe('Published protocol whose settings and metrics are used in place of the usual ones'),
});

export type BenchmarkConfig = z.output<typeof BenchmarkConfig>;

/** The settings of a benchmark by group. */
export const benchmarkSections = {
  benchmark: BenchmarkConfig,
  injection: InjectionConfig,
  preprocess: PreprocessConfig,
  detector: DetectorConfig,
  baselines: BaselineSettings,
  alarmPolicy: AlarmPolicyConfig,
};

export type BenchmarkSettings = Settings<typeof benchmarkSections>;
