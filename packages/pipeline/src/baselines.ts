/**
 * The detectors that stand beside the learned one in a report, so that every figure has a neighbour.
 * To add one: one entry here.
 */
import { parseConfig } from '@anodec/core';
import { VerdictConfig } from '@anodec/eval';

/** How a neighbour is made. */
export interface Neighbour {
  /** What tables call it. */
  readonly title: string;
  /** Name in the registry of detectors; its own defaults are its settings. */
  readonly detector: string;
  /** What it looks at: the recording as detectors see it, or in the units of the sensors. */
  readonly input: 'raw' | 'inputs';
  /** Its way from errors to alarms; left out, it is that of the learned detector. */
  readonly verdict?: VerdictConfig;
}

export const neighbours: Readonly<Record<string, Neighbour>> = {
  pca: { title: 'PCA', detector: 'pca', input: 'inputs' },
  norm: { title: 'Norm', detector: 'norm', input: 'inputs' },
  /** Five lines of linear algebra, done with care: what every learned model has to beat. */
  'linear-floor': {
    title: 'Linear floor',
    detector: 'pca',
    input: 'raw',
    verdict: parseConfig(VerdictConfig, {
      normalisation: { kind: 'mean', rows: 'training', floor: 1e-4 },
      pooling: { kind: 'mean' },
      drift: { kind: 'none' },
      smoothing: { kind: 'none' },
      threshold: { kind: 'quantile', quantile: 0.995 },
    }),
  },
};
