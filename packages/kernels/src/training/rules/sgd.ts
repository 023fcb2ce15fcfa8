/**
 * Stochastic gradient descent with momentum, in the simplest form.
 *
 * The velocity is not multiplied by the learning rate, so that a change of the rate acts at once; there is
 * no dampening.
 *
 * Source: Sutskever, Martens, Dahl & Hinton 2013, "On the importance of initialization and momentum in
 * deep learning". Arithmetic of torch.optim.SGD.
 */
import { checkShape } from '@anodec/core';
import type { Real } from '../../real.js';
import type { SgdCoefficients, SgdTensors } from '../update.js';
import type { RuleTensors, UpdateRule } from './rule.js';

/** Settings of SGD; by default plain descent. */
export interface SgdOptions {
  /** Share of the velocity that remains from step to step. */
  readonly momentum?: number;
  /** Whether to step along the gradient as it would be after the next step. */
  readonly nesterov?: boolean;
  /** Share of the weight that is added to the gradient. */
  readonly weightDecay?: number;
}

/** The tensors of a weight, as the slots name them. */
type Kept = RuleTensors & SgdTensors;

/** The rule of SGD. Slot: `velocity`, with momentum only. */
export function sgd(options: SgdOptions = {}): UpdateRule {
  const { momentum = 0, nesterov = false, weightDecay: decay = 0 } = options;
  return {
    slots: momentum > 0 ? ['velocity'] : [],
    at: (_, rate) => (kernels, tensors, gradient, clip) =>
      kernels.sgd(tensors, gradient, clip, {
        rate,
        momentum,
        nesterov,
        decay,
      }) as Kept,
  };
}

/**
 * One step against `gradient`, which is multiplied by `factor` first; weight and velocity, of the same
 * length, are overwritten.
 *
 * @param arrays `velocity` with momentum only
 */
export function sgdReference(
  { weight, velocity }: { weight: Real; velocity?: Real },
  gradient: Real,
  factor: number,
  { rate, momentum, nesterov, decay }: SgdCoefficients,
): void {
  checkShape('gradient', gradient, weight.length);
  for (let i = 0; i < weight.length; i++) {
    const g = gradient[i] * factor + decay * weight[i];
    if (velocity) velocity[i] = momentum * velocity[i] + g;
    const v = velocity ? velocity[i] : g;
    weight[i] -= rate * (nesterov ? g + momentum * v : v);
  }
}
