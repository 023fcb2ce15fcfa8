/** Products of a vector with the rows of a matrix, the innermost loop of covariances and projections. */

/** Rows of a matrix, row-major. */
export interface MatrixRows {
  readonly values: Float64Array;
  /** Numbers from one row to the next; a row may be longer than the vector. */
  readonly stride: number;
  readonly count: number;
}

/**
 * Adds to `out[at + j]` the product of a vector with row j of a matrix.
 *
 * @param vector (D)
 * @param rows whose first D numbers count
 * @param out overwritten from `at` on, once for each row; terms are added to it in their order
 */
export function addRowProducts(
  vector: Float64Array,
  { values, stride, count }: MatrixRows,
  out: Float64Array,
  at = 0,
): void {
  const D = vector.length;
  let j = 0;
  // four sums at a time: an addition need not wait for the one before
  for (; j + 3 < count; j += 4) {
    const [b0, b1, b2, b3] = [j * stride, (j + 1) * stride, (j + 2) * stride, (j + 3) * stride];
    let [s0, s1, s2, s3] = [out[at + j], out[at + j + 1], out[at + j + 2], out[at + j + 3]];
    for (let d = 0; d < D; d++) {
      const x = vector[d];
      s0 += x * values[b0 + d];
      s1 += x * values[b1 + d];
      s2 += x * values[b2 + d];
      s3 += x * values[b3 + d];
    }
    out[at + j] = s0;
    out[at + j + 1] = s1;
    out[at + j + 2] = s2;
    out[at + j + 3] = s3;
  }
  for (; j < count; j++) {
    let sum = out[at + j];
    for (let d = 0; d < D; d++) sum += vector[d] * values[j * stride + d];
    out[at + j] = sum;
  }
}
