/** What an optimiser is to the code around it: arrays that it keeps for each weight, and steps. */
import type { tf } from '../../tensorflow.js';
import type { TrainingKernels } from '../kernel.js';
import type { NormClip } from '../update.js';

/** A weight and what an optimiser keeps for it, all of one shape; which names there are says `slots`. */
export type RuleTensors = { readonly weight: tf.Tensor } & Readonly<Record<string, tf.Tensor>>;

/** Changes one weight and what is kept for it; returns new tensors, or the same ones overwritten, and disposes of none. */
export type UpdateStep = (
  kernels: TrainingKernels,
  tensors: RuleTensors,
  gradient: tf.Tensor,
  clip: NormClip,
) => RuleTensors;

/** The rule by which an optimiser changes weights. To add one: a file beside this one, a line in `index.ts`. */
export interface UpdateRule {
  /** Names of the arrays that it keeps for each weight from step to step; all start at zero. */
  readonly slots: readonly string[];
  /**
   * The step to make now, the same for all weights.
   *
   * @param step counted from 1
   */
  at(step: number, learningRate: number): UpdateStep;
}
