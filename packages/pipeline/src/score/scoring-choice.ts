/** Settings of scoring that may differ from training. */
import { ConfigError } from '@anodec/core';
import { z } from 'zod';
import { restoreDetector } from '../detectors/registry.js';
import type { ArtifactDetector } from '../runs/artifact.js';
import type { TrainedRun } from '../runs/trained-run.js';

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

/**
 * The run with the chosen settings of scoring, for the detectors that have them.
 *
 * @throws ConfigError when the primary detector does not have one of them
 */
export function withScoringChoice(trained: TrainedRun, choice: ScoringChoice): TrainedRun {
  const given = Object.entries(choice).filter(([, value]) => value !== undefined);
  if (given.length === 0) return trained;
  const [primary] = trained.detectors;
  const config = primary?.detector.state().config ?? trained.settings.detector;
  const foreign = given.find(([name]) => !(name in config));
  if (foreign) {
    throw new ConfigError(
      `\`${foreign[0]}\` must come with a detector that scores windows, got ` +
        `${trained.settings.detector.kind}. Leave it out.`,
    );
  }
  const detectors = trained.detectors.map((one): ArtifactDetector => {
    const state = one.detector.state();
    const own = given.filter(([name]) => name in state.config);
    if (own.length === 0) return one;
    const chosen = { ...state.config, ...Object.fromEntries(own) };
    return { ...one, detector: restoreDetector({ ...state, config: chosen }) };
  });
  return { ...trained, detectors };
}
