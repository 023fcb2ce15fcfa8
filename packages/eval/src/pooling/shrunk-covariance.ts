/**
 * A covariance that can be inverted: the sample covariance shrunk towards a multiple of the identity,
 * by the amount that is best for normal data.
 */

/** Mean and shrunk covariance of rows, in double precision. */
export interface ShrunkCovariance {
  /** (C). */
  readonly centre: Float64Array;
  /** (C, C), row-major, symmetric. */
  readonly covariance: Float64Array;
  /** Weight of the identity, in [0, 1]. */
  readonly shrinkage: number;
}

/**
 * Estimates mean and covariance.
 *
 * @param rows each (C), all numbers, at least one row; read twice
 *
 * Source: Ledoit & Wolf 2004, "A well-conditioned estimator for large-dimensional covariance
 * matrices", Journal of Multivariate Analysis 88(2), section 3.2; divisor N as in scikit-learn's
 * `LedoitWolf`.
 */
export function shrunkCovariance(rows: readonly Float32Array[], C: number): ShrunkCovariance {
  const N = rows.length;
  const centre = new Float64Array(C);
  for (const row of rows) for (let i = 0; i < C; i++) centre[i] += row[i] / N;
  const covariance = new Float64Array(C * C);
  const deviation = new Float64Array(C);
  let fourth = 0; // mean of ‖x‖⁴
  for (const row of rows) {
    let square = 0;
    for (let i = 0; i < C; i++) {
      deviation[i] = row[i] - centre[i];
      square += deviation[i] * deviation[i];
    }
    fourth += (square * square) / N;
    for (let i = 0; i < C; i++) {
      for (let j = 0; j <= i; j++) covariance[i * C + j] += (deviation[i] * deviation[j]) / N;
    }
  }
  mirror(covariance, C);
  const shrinkage = shrink(covariance, C, fourth, N);
  return { centre, covariance, shrinkage };
}

/** Copies the lower triangle to the upper one. */
function mirror(matrix: Float64Array, C: number): void {
  for (let i = 0; i < C; i++) for (let j = 0; j < i; j++) matrix[j * C + i] = matrix[i * C + j];
}

/** Shrinks in place and returns by how much. */
function shrink(covariance: Float64Array, C: number, fourth: number, N: number): number {
  let trace = 0;
  for (let i = 0; i < C; i++) trace += covariance[i * C + i];
  const variance = trace / C;
  const squares = covariance.reduce((sum, value) => sum + value * value, 0);
  const distance = squares - C * variance * variance; // to the multiple of the identity
  const noise = Math.min((fourth - squares) / N, distance);
  const shrinkage = noise > 0 ? noise / distance : 0;
  // + 0: JSON would not keep a negative zero
  for (let i = 0; i < C * C; i++) covariance[i] = (1 - shrinkage) * covariance[i] + 0;
  for (let i = 0; i < C; i++) covariance[i * C + i] += shrinkage * variance;
  return shrinkage;
}
