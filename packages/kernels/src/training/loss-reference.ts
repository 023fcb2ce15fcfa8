/**
 * Reconstruction losses, element by element, in the simplest form: the reference of every faster
 * kernel, also in double precision, and the implementation for backends over typed arrays.
 */
import { type Real, zerosLike } from '../real.js';

/** A function of one error, output − target. */
export interface ElementLoss {
  readonly cost: (error: number) => number;
  readonly slope: (error: number) => number;
}

/** Where the Huber loss changes from quadratic to linear; PyTorch's default. */
export const HUBER_DELTA = 1;

/**
 * To add a loss: one entry here, one in `composed.ts`, and its name in the model's settings; one in
 * `simd/training/kernels.ts` makes it fast.
 */
export const losses = {
  /** Mean absolute error. */
  mae: { cost: Math.abs, slope: Math.sign },
  /** Mean squared error. */
  mse: { cost: (error) => error * error, slope: (error) => 2 * error },
  /** Huber 1964: half the square near zero, linear far from it. */
  huber: {
    cost: (error) =>
      Math.abs(error) < HUBER_DELTA
        ? 0.5 * error * error
        : HUBER_DELTA * (Math.abs(error) - 0.5 * HUBER_DELTA),
    slope: (error) => Math.max(-HUBER_DELTA, Math.min(HUBER_DELTA, error)),
  },
} satisfies Record<string, ElementLoss>;

/** A name of `losses`. */
export type LossName = keyof typeof losses;

/**
 * The mean of a loss over the elements, each weighted by its mask, and its gradient.
 *
 * @param output (N)
 * @param target (N); may hold NaN where the mask is 0
 * @param mask (M), where N / M consecutive values share one weight ≥ 0; default: all 1
 * @returns the mean, NaN where all weights are 0, and (N) its gradient with respect to `output`
 */
export function lossReference<A extends Real>(
  name: LossName,
  output: A,
  target: A,
  mask?: Real,
): { value: number; gradient: A } {
  const { cost, slope }: ElementLoss = losses[name];
  const N = output.length;
  const shared = mask ? N / mask.length : 1;
  const total = mask ? shared * Array.from(mask).reduce((sum, weight) => sum + weight, 0) : N;
  const gradient = zerosLike(output, N);
  let sum = 0;
  for (let i = 0; i < N; i++) {
    const weight = mask ? mask[Math.floor(i / shared)] : 1;
    if (weight === 0) continue; // not multiplied away: 0 · NaN is NaN
    const error = output[i] - target[i];
    sum += weight * cost(error);
    gradient[i] = (weight * slope(error)) / total;
  }
  return { value: sum / total, gradient };
}
