/** Settings of a search: what is tried, how often, where, and by what it is judged. */
import { isDuration } from '@anodec/core';
import { describeMetrics } from '@anodec/metrics';
import type { Settings } from '@anodec/pipeline';
import { InjectConfig } from '@anodec/simulator';
import { EngineConfig, PrunerConfig, SamplerConfig } from '@anodec/tune';
import { z } from 'zod';

const duration = (help: string) =>
  z
    .string()
    .refine(isDuration, { error: 'must be a duration such as 90s, 30min or 2h' })
    .optional()
    .describe(help);

/** A search. */
export const SearchConfig = z.strictObject({
  space: z
    .string()
    .optional()
    .describe(
      'Settings to vary and their ranges, such as "hidden-size=16..128:log,cell=lstm|gru"; a name alone takes the ' +
        'range that the setting has (default: the usual settings of what is tuned)',
    ),
  spaceFile: z
    .string()
    .optional()
    .describe('JSON or YAML file of settings to vary, in place of or beside --space'),
  trials: z.int().min(1).default(40).describe('Number of trials, those before a resume included'),
  study: z.string().default('tuned').describe('Folder of the search'),
  resume: z
    .boolean()
    .default(false)
    .describe('Go on with the search in the folder, with the settings that it has'),
  searchSeed: z
    .int()
    .min(0)
    .default(42)
    .describe('Random seed of the points, of folds and of injected anomalies'),
});

/** What a search may take. */
export const EffortConfig = z.strictObject({
  workers: z
    .int()
    .min(1)
    .max(256)
    .default(1)
    .describe('Number of trials at a time; the processes of a machine share its cores'),
  searchTime: duration('Time after which no trial is begun, such as 2h'),
  trialTime: duration('Time that a trial may take, such as 10min; a longer one fails'),
  trialMemory: z
    .int()
    .min(64)
    .optional()
    .describe('Memory that a process may take, in MB; a trial that takes more fails'),
  retries: z
    .int()
    .min(0)
    .default(2)
    .describe('Number of further attempts at a trial whose process died'),
});

/** Metrics by which a search may judge: those that say how good a detector is. */
const judging = describeMetrics()
  .filter(({ ranked = true }) => ranked)
  .map(({ key }) => key);

/** How a detector is judged without labels. */
export const CriterionConfig = z.strictObject({
  criterion: z
    .enum(['injected', 'validation-loss'])
    .default('injected')
    .describe(
      'Anomalies injected into blocks of normal rows that were not learned from, or the validation loss of a network; ' +
        'neither looks at a test row',
    ),
  metric: z
    .enum(judging)
    .default('auprc')
    .describe('Metric on the injected anomalies; the mean over the blocks counts'),
  folds: z
    .int()
    .min(2)
    .max(50)
    .default(3)
    .describe('Number of blocks in time, each of which is held out once'),
  purge: z
    .int()
    .min(0)
    .optional()
    .describe(
      'Number of rows on each side of a held-out block that are not learned from (default: those of a window less one)',
    ),
  ...InjectConfig.pick({ count: true, kinds: true, size: true, length: true }).shape,
});

export type CriterionConfig = z.output<typeof CriterionConfig>;

/** How an alarm policy is judged without labels. */
export const PolicyCriterionConfig = CriterionConfig.omit({
  criterion: true,
  purge: true,
}).extend({
  metric: z
    .enum(judging)
    .default('f1')
    .describe('Metric on the injected anomalies; the mean over the blocks counts'),
});

export type PolicyCriterionConfig = z.output<typeof PolicyCriterionConfig>;

/** The settings of every search, by group. */
export const searchSections = {
  search: SearchConfig,
  effort: EffortConfig,
  engine: EngineConfig,
  sampler: SamplerConfig,
  pruner: PrunerConfig,
};

export type SearchSettings = Settings<typeof searchSections>;
