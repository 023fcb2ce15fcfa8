/** Clipping of gradients, and the norm that it needs, in the simplest form. */
import type { Real } from '../real.js';

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
