/**
 * Adam, AMSGrad and AdamW in the simplest form: one loop over a weight, its gradient and its moments.
 *
 * Source: Kingma & Ba 2015, "Adam: A Method for Stochastic Optimization"; Loshchilov & Hutter 2019,
 * "Decoupled Weight Decay Regularization"; Reddi, Kale & Kumar 2018, "On the Convergence of Adam and
 * Beyond". Arithmetic of torch.optim.Adam and AdamW.
 */
import { checkShape } from '@anodec/core';
import type { Real } from '../../real.js';
import type { AdamCoefficients, AdamTensors } from '../update.js';
import type { RuleTensors, UpdateRule } from './rule.js';

/** Settings of Adam; the defaults are PyTorch's. */
export interface AdamOptions {
  readonly beta1?: number;
  readonly beta2?: number;
  readonly epsilon?: number;
  readonly weightDecay?: number;
  /**
   * Whether a step shrinks weights by weightDecay · learningRate, as AdamW; else the decay is added to
   * the gradient. Default: true.
   */
  readonly decoupled?: boolean;
  /** Whether to divide by the largest second moment so far in place of the current one. */
  readonly amsgrad?: boolean;
}

/** The tensors of a weight, as the slots name them. */
type Kept = RuleTensors & AdamTensors;

/** The rule of Adam, AMSGrad and AdamW. Slots: `first` and `second` moment, `largest` second moment. */
export function adam(options: AdamOptions = {}): UpdateRule {
  return {
    slots: options.amsgrad ? ['first', 'second', 'largest'] : ['first', 'second'],
    at(step, learningRate) {
      const coefficients = adamCoefficients(step, learningRate, options);
      return (kernels, tensors, gradient, clip) =>
        kernels.adam(tensors as Kept, gradient, clip, coefficients) as Kept;
    },
  };
}

/**
 * The coefficients of one step.
 *
 * @param step counted from 1
 */
export function adamCoefficients(
  step: number,
  learningRate: number,
  options: AdamOptions = {},
): AdamCoefficients {
  const { beta1 = 0.9, beta2 = 0.999, epsilon = 1e-8 } = options;
  const { weightDecay = 0, decoupled = true } = options;
  return {
    beta1,
    beta2,
    epsilon,
    rate: learningRate / (1 - beta1 ** step),
    correction: Math.sqrt(1 - beta2 ** step),
    kept: decoupled ? 1 - learningRate * weightDecay : 1,
    decay: decoupled ? 0 : weightDecay,
  };
}

/**
 * One step against `gradient`, which is multiplied by `factor` first; weight and moments, of the
 * same length, are overwritten.
 *
 * @param arrays `largest` with AMSGrad only
 */
export function adamReference(
  arrays: { weight: Real; first: Real; second: Real; largest?: Real },
  gradient: Real,
  factor: number,
  { beta1, beta2, epsilon, rate, correction, kept, decay }: AdamCoefficients,
): void {
  const { weight, first, second, largest } = arrays;
  checkShape('gradient', gradient, weight.length);
  for (let i = 0; i < weight.length; i++) {
    const g = gradient[i] * factor + decay * weight[i];
    first[i] = beta1 * first[i] + (1 - beta1) * g;
    second[i] = beta2 * second[i] + (1 - beta2) * g * g;
    if (largest) largest[i] = Math.max(largest[i], second[i]);
    const square = (largest ?? second)[i];
    weight[i] = kept * weight[i] - (rate * first[i]) / (Math.sqrt(square) / correction + epsilon);
  }
}
