/** Squared Mahalanobis distances by the inverse of a Cholesky factor. */
import { factorise } from '../cholesky.js';

/** A matrix that turns a covariance into the identity. */
export interface Whitening {
  /** (D, D), lower triangular: the inverse of the Cholesky factor. */
  readonly inverse: Float64Array;
  /** Logarithm of the determinant of the covariance. */
  readonly logDeterminant: number;
}

/**
 * Inverts the Cholesky factor of a covariance.
 *
 * @param floor added to the diagonal, so that channels that do not vary have a distance, too
 * @throws RangeError when the sum is not positive definite
 */
export function whiten(covariance: Float64Array, D: number, floor: number): Whitening {
  const factor = covariance.slice();
  for (let d = 0; d < D; d++) factor[d * D + d] += floor;
  factorise(factor, D);
  const inverse = new Float64Array(D * D);
  let logDeterminant = 0;
  for (let i = 0; i < D; i++) {
    logDeterminant += 2 * Math.log(factor[i * D + i]);
    for (let j = 0; j <= i; j++) {
      let sum = i === j ? 1 : 0;
      for (let k = j; k < i; k++) sum -= factor[i * D + k] * inverse[k * D + j];
      inverse[i * D + j] = sum / factor[i * D + i];
    }
  }
  return { inverse, logDeterminant };
}

/**
 * The squared distance of a point from a mean.
 *
 * @param values with the point's D numbers from `start` on
 * @param mean (D)
 * @param inverse (D, D), see `Whitening`
 * @param centred (D), scratch
 */
export function squaredDistance(
  values: Float32Array,
  start: number,
  mean: ArrayLike<number>,
  inverse: Float32Array | Float64Array,
  centred: Float64Array,
): number {
  const D = centred.length;
  for (let d = 0; d < D; d++) centred[d] = values[start + d] - mean[d];
  let total = 0;
  for (let i = 0; i < D; i++) {
    let sum = 0;
    for (let j = 0, at = i * D; j <= i; j++, at++) sum += inverse[at] * centred[j];
    total += sum * sum;
  }
  return total;
}
