/** Baselines: simple detectors fitted and reported beside the primary one, for comparison. */
import { parseConfig } from '@anodec/core';
import { PcaConfig } from '@anodec/classic';
import { AlarmPolicyConfig } from '@anodec/eval';
import { z } from 'zod';
import type { DetectorInput } from './score-frame.js';

/** A baseline. */
export interface Baseline {
  /** Name in tables. */
  readonly title: string;
  /** Name of its detector. */
  readonly detector: string;
  /** The group of its settings; absent where it has none. */
  readonly settings?: 'pca' | 'linear';
  readonly input: DetectorInput;
  /** Its own alarm policy; absent where it shares that of the primary detector. */
  readonly alarmPolicy?: AlarmPolicyConfig;
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
};

const names = Object.keys(baselines);

/** Which baselines to report, and their settings. */
export const BaselinesConfig = z
  .strictObject({
    baselines: z
      .array(z.enum([...names, 'none']))
      .default(names)
      .describe('Baselines fitted and reported beside the detector; none: no baseline'),
    pca: PcaConfig.prefault({}),
    linear: PcaConfig.prefault({}),
  })
  .refine(({ baselines: chosen }) => chosen.length === 1 || !chosen.includes('none'), {
    path: ['baselines'],
    error: 'none must stand alone',
  });

export type BaselinesConfig = z.output<typeof BaselinesConfig>;

/** Names of the baselines that the settings choose. */
export function chosenBaselines({ baselines: chosen }: BaselinesConfig): string[] {
  return chosen.filter((name) => name !== 'none');
}
