/** Settings of a benchmark: which data sets, which detectors, how often. */
import { AlarmPolicyConfig } from '@anodec/eval';
import { PreprocessConfig } from '@anodec/preprocess';
import { z } from 'zod';
import { baselines, BaselineSettings } from '../baselines.js';
import { DetectorConfig, detectorNames } from '../detectors.js';
import { protocolNames } from '../protocols/registry.js';
import type { Settings } from '../sections.js';

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
  preprocess: PreprocessConfig,
  detector: DetectorConfig,
  baselines: BaselineSettings,
  alarmPolicy: AlarmPolicyConfig,
};

export type BenchmarkSettings = Settings<typeof benchmarkSections>;
