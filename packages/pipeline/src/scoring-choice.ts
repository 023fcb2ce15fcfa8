/** Settings of scoring that may differ from training. */
import { z } from 'zod';
import type { ArtifactDetector } from './artifact.js';
import { restoreDetector } from './detectors.js';
import type { TrainedRun } from './trained-run.js';

/** Window step and batch size of scoring; what is absent is as in training. */
export const ScoringChoice = z.strictObject({
  stride: z
    .int()
    .min(1)
    .optional()
    .describe('Rows between scored windows (default: as in training)'),
  scoreBatchSize: z
    .int()
    .min(1)
    .optional()
    .describe('Windows scored at a time (default: as in training)'),
});

export type ScoringChoice = z.output<typeof ScoringChoice>;

/** The run with the chosen settings of scoring, for detectors that have them. */
export function withScoringChoice(trained: TrainedRun, choice: ScoringChoice): TrainedRun {
  const given = Object.entries(choice).filter(([, value]) => value !== undefined);
  if (given.length === 0) return trained;
  const detectors = trained.detectors.map((one): ArtifactDetector => {
    const state = one.detector.state();
    const own = given.filter(([name]) => name in state.config);
    if (own.length === 0) return one;
    const config = { ...state.config, ...Object.fromEntries(own) };
    return { ...one, detector: restoreDetector({ ...state, config }) };
  });
  return { ...trained, detectors };
}
