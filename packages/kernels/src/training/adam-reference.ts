/**
 * Adam and AdamW in the simplest form: one loop over a weight, its gradient and both moments.
 *
 * Source: Kingma & Ba 2015, "Adam: A Method for Stochastic Optimization"; Loshchilov & Hutter 2019,
 * "Decoupled Weight Decay Regularization". Arithmetic of torch.optim.Adam and AdamW.
 */
import { checkShape } from '@anodec/core';
import type { Real } from '../real.js';

/** Settings of a step. */
export interface AdamOptions {
  readonly learningRate: number;
  readonly beta1?: number;
  readonly beta2?: number;
  readonly epsilon?: number;
  /** Fraction of a weight subtracted at each step, times the learning rate; 0 is plain Adam. */
  readonly weightDecay?: number;
  /** Largest norm of the gradient over all weights; 0: no clipping. */
  readonly clipNorm?: number;
}

/** The numbers of one step, the same for all weights. */
export interface AdamCoefficients {
  readonly beta1: number;
  readonly beta2: number;
  readonly epsilon: number;
  /** The learning rate over the correction of the first moment, 1 − β₁ᵗ. */
  readonly rate: number;
  /** The correction of the second moment, √(1 − β₂ᵗ). */
  readonly correction: number;
  /** The factor that weight decay applies. */
  readonly kept: number;
  readonly clipNorm: number;
}

/**
 * The coefficients of one step.
 *
 * @param step counted from 1
 */
export function adamCoefficients(step: number, options: AdamOptions): AdamCoefficients {
  const { learningRate, beta1 = 0.9, beta2 = 0.999, epsilon = 1e-8 } = options;
  const { weightDecay = 0, clipNorm = 0 } = options;
  return {
    beta1,
    beta2,
    epsilon,
    rate: learningRate / (1 - beta1 ** step),
    correction: Math.sqrt(1 - beta2 ** step),
    kept: 1 - learningRate * weightDecay,
    clipNorm,
  };
}

/**
 * The factor that keeps the norm of the gradient within `limit`; 1 for a limit of 0.
 *
 * Source: torch.nn.utils.clip_grad_norm_, with its 1e-6.
 */
export function clipFactor(norm: number, limit: number): number {
  return limit > 0 && norm > limit ? limit / (norm + 1e-6) : 1;
}

/** √Σx² over all elements of all arrays, summed in double precision. */
export function normReference(arrays: readonly Real[]): number {
  let squares = 0;
  for (const array of arrays) {
    for (let i = 0; i < array.length; i++) squares += array[i] * array[i];
  }
  return Math.sqrt(squares);
}

/**
 * One step against `gradient`, which is multiplied by `factor` first; weight and moments, of the
 * same length, are overwritten.
 */
export function adamReference(
  { weight, first, second }: { weight: Real; first: Real; second: Real },
  gradient: Real,
  factor: number,
  { beta1, beta2, epsilon, rate, correction, kept }: AdamCoefficients,
): void {
  checkShape('gradient', gradient, weight.length);
  for (let i = 0; i < weight.length; i++) {
    const g = gradient[i] * factor;
    first[i] = beta1 * first[i] + (1 - beta1) * g;
    second[i] = beta2 * second[i] + (1 - beta2) * g * g;
    weight[i] =
      kept * weight[i] - (rate * first[i]) / (Math.sqrt(second[i]) / correction + epsilon);
  }
}
