/** From numbers of any size to probabilities. */

/** 1 / (1 + e⁻ˣ), without overflow. */
export function sigmoid(x: number): number {
  if (x >= 0) return 1 / (1 + Math.exp(-x));
  const e = Math.exp(x);
  return e / (1 + e);
}

/**
 * Numbers for every class: for two classes, given one number for the second, half of it with both signs, whose
 * softmax is the sigmoid of the number.
 *
 * @param raw (N) for two classes, (N, K) for more, which is returned as it is
 * @returns (N, K)
 */
export function bothSides(raw: Float64Array, K: number): Float64Array {
  if (K > 2) return raw;
  return new Float64Array(2 * raw.length).map((_, i) => {
    const half = raw[Math.floor(i / 2)] / 2;
    return i % 2 === 1 ? half : -half;
  });
}

/** Softmax of each row, (N, K), in a new array; without overflow. */
export function softmaxRows(values: Float64Array, K: number): Float64Array {
  const shares = values.slice();
  for (let start = 0; start < shares.length; start += K) {
    softmaxInPlace(shares.subarray(start, start + K));
  }
  return shares;
}

/** Softmax of one row, which is overwritten. */
export function softmaxInPlace(row: Float64Array): void {
  let largest = row[0];
  for (const value of row) largest = Math.max(largest, value);
  let sum = 0;
  for (let k = 0; k < row.length; k++) {
    row[k] = Math.exp(row[k] - largest);
    sum += row[k];
  }
  for (let k = 0; k < row.length; k++) row[k] /= sum;
}
