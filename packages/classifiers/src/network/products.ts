/**
 * Products of matrices in double precision, in tiles of 4 × 2 whose sums stay in registers: each number that is read
 * takes part in two or four products instead of one.
 */

/** A matrix as it lies in an array: where a number stands by its row or column and by its place in the sum. */
export interface Factor {
  readonly values: Float64Array;
  /** From one row of the result to the next, or from one column. */
  readonly stride: number;
  /** From one term of a sum to the next. */
  readonly step: number;
}

/**
 * Adds the products of two matrices to a third one.
 *
 * @param K terms of each sum, added in their order
 * @param left (rows, K)
 * @param right (K, columns)
 * @param out (rows, columns), row-major, added to
 */
export function addProducts(
  K: number,
  left: Factor,
  right: Factor,
  { values, rows, columns }: { values: Float64Array; rows: number; columns: number },
): void {
  const [wholeRows, wholeColumns] = [rows - (rows % 4), columns - (columns % 2)];
  for (let m = 0; m < wholeRows; m += 4) {
    for (let p = 0; p < wholeColumns; p += 2) addTile(K, left, right, values, m, p, columns);
  }
  for (let m = 0; m < rows; m++) {
    for (let p = m < wholeRows ? wholeColumns : 0; p < columns; p++) {
      values[m * columns + p] += sumOfProducts(K, left, right, m, p);
    }
  }
}

/** Rows m to m + 3 by columns p and p + 1. */
function addTile(
  K: number,
  { values: x, stride: s, step: xStep }: Factor,
  { values: y, stride: t, step: yStep }: Factor,
  out: Float64Array,
  m: number,
  p: number,
  columns: number,
): void {
  let [a0, a1, b0, b1, c0, c1, d0, d1] = [0, 0, 0, 0, 0, 0, 0, 0];
  let [i, j] = [m * s, p * t];
  for (let k = 0; k < K; k++, i += xStep, j += yStep) {
    const y0 = y[j];
    const y1 = y[j + t];
    const a = x[i];
    a0 += a * y0;
    a1 += a * y1;
    const b = x[i + s];
    b0 += b * y0;
    b1 += b * y1;
    const c = x[i + 2 * s];
    c0 += c * y0;
    c1 += c * y1;
    const d = x[i + 3 * s];
    d0 += d * y0;
    d1 += d * y1;
  }
  const at = m * columns + p;
  out[at] += a0;
  out[at + 1] += a1;
  out[at + columns] += b0;
  out[at + columns + 1] += b1;
  out[at + 2 * columns] += c0;
  out[at + 2 * columns + 1] += c1;
  out[at + 3 * columns] += d0;
  out[at + 3 * columns + 1] += d1;
}

function sumOfProducts(K: number, left: Factor, right: Factor, m: number, p: number): number {
  let sum = 0;
  let [i, j] = [m * left.stride, p * right.stride];
  for (let k = 0; k < K; k++, i += left.step, j += right.step) {
    sum += left.values[i] * right.values[j];
  }
  return sum;
}
