/**
 * Eigenvalues and eigenvectors of a small symmetric matrix by Jacobi rotations: slow, short, and accurate
 * to the last digits.
 *
 * Source: Golub & Van Loan 2013, "Matrix Computations", 4th edition, section 8.5.
 */
import type { Eigen } from './eigen.js';
import type { Work } from './work.js';

/** More sweeps than any matrix needs: convergence is quadratic, six to ten whatever the size. */
const MOST_SWEEPS = 60;

/**
 * Decomposes a symmetric matrix.
 *
 * @param a (N, N), overwritten
 * @returns in no order
 */
export async function jacobiEigen(a: Float64Array, N: number, work: Work): Promise<Eigen> {
  const v = new Float64Array(N * N);
  for (let i = 0; i < N; i++) v[i * N + i] = 1;
  const enough = 1e-30 * squares(a);
  for (let sweep = 0; sweep < MOST_SWEEPS && offDiagonal(a, N) > enough; sweep++) {
    for (let p = 0; p < N; p++) {
      for (let q = p + 1; q < N; q++) rotate(a, v, N, p, q);
    }
    await work.piece(Math.min(1, (sweep + 1) / 10));
  }
  return { values: Float64Array.from({ length: N }, (_, i) => a[i * N + i]), vectors: v };
}

/** One rotation that makes a[p, q] zero; the rows of `v` turn with it. */
function rotate(a: Float64Array, v: Float64Array, N: number, p: number, q: number): void {
  const apq = a[p * N + q];
  if (apq === 0) return;
  const theta = (a[q * N + q] - a[p * N + p]) / (2 * apq);
  const t = (theta < 0 ? -1 : 1) / (Math.abs(theta) + Math.hypot(theta, 1));
  const c = 1 / Math.hypot(t, 1);
  const s = t * c;
  for (let k = 0; k < N; k++) {
    const akp = a[k * N + p];
    const akq = a[k * N + q];
    a[k * N + p] = c * akp - s * akq;
    a[k * N + q] = s * akp + c * akq;
  }
  for (const rows of [a, v]) {
    for (let k = 0; k < N; k++) {
      const pk = rows[p * N + k];
      const qk = rows[q * N + k];
      rows[p * N + k] = c * pk - s * qk;
      rows[q * N + k] = s * pk + c * qk;
    }
  }
}

function squares(a: Float64Array): number {
  return a.reduce((sum, value) => sum + value * value, 0);
}

function offDiagonal(a: Float64Array, N: number): number {
  let sum = 0;
  for (let p = 0; p < N; p++) {
    for (let q = p + 1; q < N; q++) sum += a[p * N + q] ** 2;
  }
  return sum;
}
