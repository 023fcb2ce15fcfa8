/**
 * Adam over one flat array of weights.
 *
 * Source: Kingma & Ba 2015, "Adam: A Method for Stochastic Optimization"; defaults and arithmetic of
 * torch.optim.Adam.
 */
import { checkShape } from '@anodec/core';

const BETA1 = 0.9;
const BETA2 = 0.999;
const EPSILON = 1e-8;

/** What Adam remembers from step to step; goes into checkpoints. */
export interface AdamState {
  /** Steps made. */
  step: number;
  /** Running means of the gradient and of its square, as long as the weights. */
  readonly first: Float32Array;
  readonly second: Float32Array;
}

export function createAdamState(length: number): AdamState {
  return { step: 0, first: new Float32Array(length), second: new Float32Array(length) };
}

/** One step against `gradient`; `weights` and `state` are overwritten. */
export function adamStep(
  weights: Float32Array,
  gradient: Float32Array,
  state: AdamState,
  learningRate: number,
): void {
  checkShape('gradient', gradient, weights.length);
  const { first, second } = state;
  state.step += 1;
  const rate = learningRate / (1 - BETA1 ** state.step);
  const correction = Math.sqrt(1 - BETA2 ** state.step);
  for (let i = 0; i < weights.length; i++) {
    const g = gradient[i];
    first[i] = BETA1 * first[i] + (1 - BETA1) * g;
    second[i] = BETA2 * second[i] + (1 - BETA2) * g * g;
    weights[i] -= (rate * first[i]) / (Math.sqrt(second[i]) / correction + EPSILON);
  }
}

/**
 * Scales the gradient down to the norm `limit` where it is longer; 0 leaves it.
 *
 * @returns the norm before
 */
export function clipNorm(gradient: Float32Array, limit: number): number {
  let squares = 0;
  for (let i = 0; i < gradient.length; i++) squares += gradient[i] * gradient[i];
  const norm = Math.sqrt(squares);
  if (limit > 0 && norm > limit) {
    const factor = limit / norm;
    for (let i = 0; i < gradient.length; i++) gradient[i] *= factor;
  }
  return norm;
}
