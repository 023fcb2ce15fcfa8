/**
 * Eigenvalues and eigenvectors of a symmetric matrix, by the method that suits its size.
 *
 * Small matrices take Jacobi rotations, which are accurate to the last digits and cost about ten sweeps of
 * N³; larger ones are made tridiagonal first, which is an order of magnitude cheaper.
 */
import { checkShape } from '@anodec/core';
import type { Eigen } from './eigen.js';
import { jacobiEigen } from './jacobi-eigen.js';
import { tridiagonalEigen } from './tridiagonal-eigen.js';
import { quietWork, type Work } from './work.js';

/** The largest matrix that takes Jacobi rotations. */
export const JACOBI_LIMIT = 64;

/**
 * Decomposes a symmetric matrix.
 *
 * @param matrix (N, N), not changed
 * @param work receives the share that is done, 0 to 1
 * @returns the largest value first
 * @throws StoppedError when the work is aborted
 */
export async function symmetricEigen(
  matrix: Float64Array,
  N: number,
  work: Work = quietWork,
): Promise<Eigen> {
  checkShape('matrix', matrix, N, N);
  const decompose = N <= JACOBI_LIMIT ? jacobiEigen : tridiagonalEigen;
  const { values, vectors } = await decompose(matrix.slice(), N, work);
  return sortByValue(values, vectors, N);
}

function sortByValue(values: Float64Array, vectors: Float64Array, N: number): Eigen {
  const order = Array.from({ length: N }, (_, i) => i);
  order.sort((i, j) => values[j] - values[i]);
  const sorted = new Float64Array(N * N);
  order.forEach((from, to) => sorted.set(vectors.subarray(from * N, (from + 1) * N), to * N));
  return { values: Float64Array.from(order, (i) => values[i]), vectors: sorted };
}
