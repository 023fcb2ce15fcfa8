/** The arrays that the reference kernels compute on. */

/** Single precision in use, double precision where gradients are checked by finite differences. */
export type Real = Float32Array | Float64Array;

/** A zeroed array of the same precision. */
export function zerosLike<A extends Real>(like: A, length: number): A {
  return (like instanceof Float64Array ? new Float64Array(length) : new Float32Array(length)) as A;
}

/** The transpose, (N, M), of a matrix (M, N), as a new array. */
export function transpose<A extends Real>(matrix: A, M: number, N: number): A {
  const out = zerosLike(matrix, M * N);
  const block = 16; // a block's rows and columns stay in the first-level cache
  for (let m0 = 0; m0 < M; m0 += block) {
    const m1 = Math.min(m0 + block, M);
    for (let n = 0; n < N; n++) {
      for (let m = m0; m < m1; m++) out[n * M + m] = matrix[m * N + n];
    }
  }
  return out;
}

/** Sums the rows of a matrix (M, N) into `out`, (N), which is overwritten. */
export function sumRows(matrix: Real, M: number, N: number, out: Real): void {
  const sums = new Float64Array(N); // thousands of rows added up in single precision would drift
  for (let m = 0; m < M; m++) {
    for (let n = 0; n < N; n++) sums[n] += matrix[m * N + n];
  }
  out.set(sums);
}
