/**
 * RMSprop in the simplest form, centred or not, with momentum or not.
 *
 * Source: Tieleman & Hinton 2012, "Lecture 6.5 – RMSProp"; centred: Graves 2013, "Generating Sequences
 * With Recurrent Neural Networks". Arithmetic of torch.optim.RMSprop.
 */
import { checkShape } from '@anodec/core';
import type { Real } from '../../real.js';
import type { RmspropCoefficients, RmspropTensors } from '../update.js';
import type { RuleTensors, UpdateRule } from './rule.js';

/** Settings of RMSprop; the defaults are PyTorch's. */
export interface RmspropOptions {
  /** Share of the mean square that remains from step to step. */
  readonly alpha?: number;
  readonly epsilon?: number;
  /** Whether to divide by the standard deviation of the gradient in place of its root mean square. */
  readonly centered?: boolean;
  readonly momentum?: number;
  /** Share of the weight that is added to the gradient. */
  readonly weightDecay?: number;
}

/** The tensors of a weight, as the slots name them. */
type Kept = RuleTensors & RmspropTensors;

/** The rule of RMSprop. Slots: `square`; `mean` where centred; `velocity` with momentum. */
export function rmsprop(options: RmspropOptions = {}): UpdateRule {
  const { alpha = 0.99, epsilon = 1e-8, momentum = 0, weightDecay: decay = 0 } = options;
  return {
    slots: ['square', ...(options.centered ? ['mean'] : []), ...(momentum > 0 ? ['velocity'] : [])],
    at: (_, rate) => (kernels, tensors, gradient, clip) =>
      kernels.rmsprop(tensors as Kept, gradient, clip, {
        rate,
        alpha,
        epsilon,
        momentum,
        decay,
      }) as Kept,
  };
}

/**
 * One step against `gradient`, which is multiplied by `factor` first; all arrays, of the same length, are
 * overwritten.
 *
 * @param arrays `mean` where centred only, `velocity` with momentum only
 */
export function rmspropReference(
  arrays: { weight: Real; square: Real; mean?: Real; velocity?: Real },
  gradient: Real,
  factor: number,
  { rate, alpha, epsilon, momentum, decay }: RmspropCoefficients,
): void {
  const { weight, square, mean, velocity } = arrays;
  checkShape('gradient', gradient, weight.length);
  for (let i = 0; i < weight.length; i++) {
    const g = gradient[i] * factor + decay * weight[i];
    square[i] = alpha * square[i] + (1 - alpha) * g * g;
    let variance = square[i];
    if (mean) {
      mean[i] += (1 - alpha) * (g - mean[i]);
      variance = Math.max(0, variance - mean[i] * mean[i]); // rounding may leave less than nothing
    }
    const step = g / (Math.sqrt(variance) + epsilon);
    if (velocity) velocity[i] = momentum * velocity[i] + step;
    weight[i] -= rate * (velocity ? velocity[i] : step);
  }
}
