/** Baselines: simple detectors fitted and reported beside the primary one, for comparison. */
import { knn, PcaConfig, RandomConfig } from '@anodec/classic';
import { parseConfig } from '@anodec/core';
import { AlarmPolicyConfig } from '@anodec/eval';
import { z } from 'zod';
import { type DetectorConfig, detectorEntry, ownSettings } from './registry.js';
import type { DetectorInput } from './score-frame.js';

/** Settings of baselines, by group. */
const groups = {
  pca: PcaConfig.prefault({}),
  linear: PcaConfig.prefault({}),
  knn: knn.schema.prefault({}),
  random: RandomConfig.prefault({}),
};

/** A baseline. */
export interface Baseline {
  /** Name in tables. */
  readonly title: string;
  /** Name of its detector. */
  readonly detector: string;
  /**
   * The group of its settings, or `primary` where it takes those of the primary detector that it has too;
   * absent where it has none.
   */
  readonly settings?: keyof typeof groups | 'primary';
  /** With `primary`, the settings that it takes; absent = all that it has too. */
  readonly shares?: readonly string[];
  readonly input: DetectorInput;
  /** Its own alarm policy; absent where it shares that of the primary detector. */
  readonly alarmPolicy?: AlarmPolicyConfig;
}

/**
 * The policy of detectors that keep training rows: a kept row is at distance 0 from itself, so nothing is normalised
 * by training rows. A channel that stays away for hours is attenuated as in any other policy, if scores tell channels.
 */
const BY_HELD_OUT = parseConfig(AlarmPolicyConfig, {
  normalisation: { kind: 'none' },
  pooling: { kind: 'mean' },
  drift: { kind: 'follow', leastRows: 1440, power: 0.6 }, // that of the usual recipe
});

/** Baselines that are detectors with their defaults, under their own names. */
function onTheirOwn(
  names: readonly string[],
  alarmPolicy?: AlarmPolicyConfig,
): Record<string, Baseline> {
  const entries = names.map((name): [string, Baseline] => {
    const title = detectorEntry(name).title({});
    return [name, { title, detector: name, input: 'scaled', ...(alarmPolicy && { alarmPolicy }) }];
  });
  return Object.fromEntries(entries);
}

/** To add a baseline: one entry here. */
export const baselines: Readonly<Record<string, Baseline>> = {
  pca: { title: 'PCA', detector: 'pca', settings: 'pca', input: 'scaled' },
  norm: { title: 'Norm', detector: 'norm', input: 'scaled' },
  /** Five lines of linear algebra on the readings as recorded, which a learned model has to beat. */
  linear: {
    title: 'Linear baseline',
    detector: 'pca',
    settings: 'linear',
    input: 'raw',
    alarmPolicy: parseConfig(AlarmPolicyConfig, {
      normalisation: { kind: 'mean', rows: 'training', floor: 1e-4 },
      pooling: { kind: 'mean' },
      drift: { kind: 'none' },
      smoothing: { kind: 'none' },
      threshold: { kind: 'quantile', quantile: 0.995 },
    }),
  },
  knn: {
    title: 'Nearest neighbour',
    detector: 'knn',
    settings: 'knn',
    input: 'scaled',
    alarmPolicy: BY_HELD_OUT,
  },
  'last-value': {
    title: 'Last value',
    detector: 'last-value',
    input: 'scaled',
  },
  ...onTheirOwn([
    'autoregression',
    'isolation-forest',
    'extended-isolation-forest',
    'robust-covariance',
    'gaussian-mixture',
    'k-means',
    'hbos',
    'ecod',
    'copod',
  ]),
  ...onTheirOwn(['lof', 'dbscan', 'hdbscan', 'one-class-svm', 'kde'], BY_HELD_OUT),
  random: {
    title: 'Random',
    detector: 'random',
    settings: 'random',
    input: 'scaled',
  },
  untrained: {
    title: 'Untrained',
    detector: 'untrained',
    settings: 'primary',
    input: 'scaled',
  },
  gan: {
    title: 'GAN (rgan)',
    detector: 'gan',
    settings: 'primary',
    // what its training is made of is its own
    shares: ['windowSize', 'seed', 'fold', 'scoreError', 'backend', 'threads', 'strict'],
    input: 'scaled',
  },
};

const names = Object.keys(baselines);

/** The baselines that cost next to nothing; others cost up to a minute on 100,000 rows, gan a training. */
const USUAL = ['pca', 'norm', 'linear'];

/** Which baselines to report, and their settings. */
export const BaselinesConfig = z
  .strictObject({
    baselines: z
      .array(z.enum([...names, 'none']))
      .default(USUAL)
      .describe(
        `Baselines fitted and reported beside the detector: ${names.join(', ')}; none: no baseline`,
      ),
    ...groups,
  })
  .refine(({ baselines: chosen }) => chosen.length === 1 || !chosen.includes('none'), {
    path: ['baselines'],
    error: 'none must stand alone',
  });

export type BaselinesConfig = z.output<typeof BaselinesConfig>;

/** Settings of baselines without the choice of them. */
export const BaselineSettings = z.strictObject(groups);

export type BaselineSettings = z.output<typeof BaselineSettings>;

/** Names of the baselines that the settings choose. */
export function chosenBaselines({ baselines: chosen }: BaselinesConfig): string[] {
  return chosen.filter((name) => name !== 'none');
}

/** The settings of a baseline's detector. */
export function baselineOptions(
  { settings: group, shares, detector }: Baseline,
  settings: BaselineSettings,
  primary: DetectorConfig,
): Readonly<Record<string, unknown>> {
  if (group === undefined) return {};
  if (group !== 'primary') return settings[group];
  const { shape } = detectorEntry(detector).schema;
  const shared = Object.entries(ownSettings(primary)).filter(
    ([name]) => name in shape && (shares?.includes(name) ?? true),
  );
  return Object.fromEntries(shared);
}
