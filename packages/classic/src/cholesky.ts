/** Linear equations with a symmetric positive definite matrix. */
import { quietWork, type Work } from './work.js';

/**
 * Solves A·X = B by Cholesky's factorisation.
 *
 * @param matrix (N, N), symmetric and positive definite, row by row; its lower triangle is
 *   overwritten with the factor
 * @param right (N, M), row by row; overwritten with X
 * @param work receives the rows factorised
 * @throws RangeError when the matrix is not positive definite
 *
 * Source: Golub & Van Loan 2013, "Matrix Computations", 4th edition, section 4.2.
 */
export async function solveCholesky(
  matrix: Float64Array,
  N: number,
  right: Float64Array,
  work: Work = quietWork,
): Promise<void> {
  const M = right.length / N;
  for (let i = 0; i < N; i++) {
    factoriseRow(matrix, N, i);
    // forward substitution of row i, as soon as its factor is there
    for (let k = 0; k < i; k++) subtractRow(right, M, i, k, matrix[i * N + k]);
    divideRow(right, M, i, matrix[i * N + i]);
    await work.piece(i + 1);
  }
  for (let i = N - 1; i >= 0; i--) {
    for (let k = i + 1; k < N; k++) subtractRow(right, M, i, k, matrix[k * N + i]);
    divideRow(right, M, i, matrix[i * N + i]);
    await work.piece(N);
  }
}

/**
 * Cholesky's factor of a matrix.
 *
 * @param matrix (N, N), symmetric and positive definite, row by row; its lower triangle is overwritten
 * @throws RangeError when the matrix is not positive definite
 */
export function factorise(matrix: Float64Array, N: number): void {
  for (let i = 0; i < N; i++) factoriseRow(matrix, N, i);
}

/** Row `i` of the factor, from the rows above it. */
function factoriseRow(matrix: Float64Array, N: number, i: number): void {
  const row = matrix.subarray(i * N, i * N + i + 1);
  for (let j = 0; j <= i; j++) {
    const other = matrix.subarray(j * N, j * N + j + 1);
    let sum = row[j];
    for (let k = 0; k < j; k++) sum -= row[k] * other[k];
    if (j < i) row[j] = sum / other[j];
    else if (sum > 0) row[i] = Math.sqrt(sum);
    else throw new RangeError(`The matrix must be positive definite, got a pivot of ${sum}.`);
  }
}

/** Row i of (N, M) less `factor` times row k. */
function subtractRow(right: Float64Array, M: number, i: number, k: number, factor: number): void {
  for (let m = 0; m < M; m++) right[i * M + m] -= factor * right[k * M + m];
}

function divideRow(right: Float64Array, M: number, i: number, divisor: number): void {
  for (let m = 0; m < M; m++) right[i * M + m] /= divisor;
}
