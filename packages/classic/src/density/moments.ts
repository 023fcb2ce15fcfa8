/** Means and covariances of points, in float64. */
import { DataError } from '@anodec/core';
import { type Points, pointCount } from '../points/point-method.js';

/** A mean (D) and a covariance (D, D). */
export interface Moments {
  readonly mean: Float64Array;
  readonly covariance: Float64Array;
}

/** The mean over the D numbers of their variances. @throws DataError when none of them varies */
export function meanVariance(points: Points, names: readonly string[]): number {
  const { covariance } = weightedMoments(points);
  const D = points.size;
  let sum = 0;
  for (let d = 0; d < D; d++) sum += covariance[d * D + d];
  if (sum > 0) return sum / D;
  throw new DataError(
    `The training rows must differ in at least one channel, got equal readings of ${names.slice(0, 3).join(', ')}` +
      `${names.length > 3 ? ', …' : ''} in all ${pointCount(points)}. Train on rows that vary.`,
  );
}

/**
 * Mean and covariance of weighted points, with the sum of the weights as divisor.
 *
 * @param weights (N), at least 0; default all 1
 */
export function weightedMoments({ values, size: D }: Points, weights?: ArrayLike<number>): Moments {
  const N = values.length / D;
  const mean = new Float64Array(D);
  let total = weights ? 10 * Number.EPSILON : 0; // a component may have lost all its points
  for (let n = 0; n < N; n++) {
    const weight = weights ? weights[n] : 1;
    total += weight;
    if (weight !== 0) for (let d = 0; d < D; d++) mean[d] += weight * values[n * D + d];
  }
  for (let d = 0; d < D; d++) mean[d] /= total;
  const covariance = new Float64Array(D * D);
  const centred = new Float64Array(D);
  for (let n = 0; n < N; n++) {
    const weight = weights ? weights[n] : 1;
    if (weight === 0) continue;
    for (let d = 0; d < D; d++) centred[d] = values[n * D + d] - mean[d];
    addProducts(covariance, centred, weight / total);
  }
  mirror(covariance, D);
  return { mean, covariance };
}

/** Adds weight · xxᵀ to the lower triangle. */
function addProducts(covariance: Float64Array, x: Float64Array, weight: number): void {
  const D = x.length;
  for (let i = 0; i < D; i++) {
    const factor = weight * x[i];
    for (let j = 0, at = i * D; j <= i; j++, at++) covariance[at] += factor * x[j];
  }
}

function mirror(covariance: Float64Array, D: number): void {
  for (let i = 0; i < D; i++)
    for (let j = 0; j < i; j++) covariance[j * D + i] = covariance[i * D + j];
}
