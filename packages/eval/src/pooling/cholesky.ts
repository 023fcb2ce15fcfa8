/** Cholesky factors of symmetric positive definite matrices, in double precision. */

/**
 * The lower triangle L with L·Lᵀ = matrix, row-major, (K, K).
 *
 * @param matrix (C, C), row-major, symmetric
 * @param chosen (K), rows and columns to take, in this order
 * @returns null when the matrix is not positive definite
 */
export function choleskyFactor(
  matrix: ArrayLike<number>,
  C: number,
  chosen: ArrayLike<number>,
): Float64Array | null {
  const K = chosen.length;
  const factor = new Float64Array(K * K);
  for (let i = 0; i < K; i++) {
    for (let j = 0; j <= i; j++) {
      let sum = matrix[chosen[i] * C + chosen[j]];
      for (let k = 0; k < j; k++) sum -= factor[i * K + k] * factor[j * K + k];
      if (i !== j) factor[i * K + j] = sum / factor[j * K + j];
      else if (sum > 0) factor[i * K + i] = Math.sqrt(sum);
      else return null;
    }
  }
  return factor;
}

/** The squared length of L⁻¹·x, that is xᵀ·(L·Lᵀ)⁻¹·x; `x`, (K), is overwritten. */
export function squaredDistance(factor: Float64Array, x: Float64Array): number {
  const K = x.length;
  let sum = 0;
  for (let i = 0; i < K; i++) {
    for (let k = 0; k < i; k++) x[i] -= factor[i * K + k] * x[k];
    x[i] /= factor[i * K + i];
    sum += x[i] * x[i];
  }
  return sum;
}
