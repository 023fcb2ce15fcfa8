/**
 * Matrix products over typed arrays, the only part of a recurrent operation for which something faster
 * than a loop is worth while. This file has the loop.
 */
import { type Real, transpose, zerosLike } from './real.js';

/** A way to multiply matrices. All are row-major. */
export interface Products<A extends Real> {
  /** Prepares the right-hand side b, (K, N), for one or many products; free it afterwards. */
  pack(b: A, K: number, N: number): PackedMatrix<A>;
}

/** The prepared right-hand side of products. */
export interface PackedMatrix<A extends Real> {
  /** out (M, N) = a (M, K) · b, where `out` is overwritten. */
  multiply(a: A, M: number, out: A): void;
  free(): void;
}

/** out (M, N) = a (M, K) · b (K, N), where `out` is overwritten. */
export function multiply<A extends Real>(
  products: Products<A>,
  a: A,
  b: A,
  out: A,
  [M, K, N]: readonly [number, number, number],
): void {
  const packed = products.pack(b, K, N);
  packed.multiply(a, M, out);
  packed.free();
}

/** (M, N), gradientᵀ · values, computed as the transpose of valuesᵀ · gradient, the cheaper order. */
export function outerProduct<A extends Real>(
  gradient: A,
  values: A,
  rows: number,
  M: number,
  N: number,
  products: Products<A>,
): A {
  const transposed = zerosLike(gradient, M * N);
  multiply(products, transpose(values, rows, N), gradient, transposed, [N, rows, M]);
  return transpose(transposed, N, M);
}

/** Plain loops, 2.5 GFLOPS: 16 sums at a time stay in registers. */
export const plainProducts: Products<Real> = {
  pack: (b, K, N) => ({
    multiply: (a, M, out) => multiplyBlocks(a, b, out, M, K, N),
    free() {},
  }),
};

function multiplyBlocks(a: Real, b: Real, out: Real, M: number, K: number, N: number): void {
  const blockM = M - (M % 4);
  const blockN = N - (N % 4);
  for (let m = 0; m < blockM; m += 4) {
    for (let n = 0; n < blockN; n += 4) multiplyBlock(a, b, out, m, n, K, N);
  }
  for (let m = 0; m < M; m++) {
    for (let n = m < blockM ? blockN : 0; n < N; n++) {
      let sum = 0;
      for (let k = 0; k < K; k++) sum += a[m * K + k] * b[k * N + n];
      out[m * N + n] = sum;
    }
  }
}

/** Four rows by four columns of the result, from (m, n) on. */
function multiplyBlock(
  a: Real,
  b: Real,
  out: Real,
  m: number,
  n: number,
  K: number,
  N: number,
): void {
  let s00 = 0,
    s01 = 0,
    s02 = 0,
    s03 = 0;
  let s10 = 0,
    s11 = 0,
    s12 = 0,
    s13 = 0;
  let s20 = 0,
    s21 = 0,
    s22 = 0,
    s23 = 0;
  let s30 = 0,
    s31 = 0,
    s32 = 0,
    s33 = 0;
  for (let k = 0, i = m * K, j = n; k < K; k++, i++, j += N) {
    const b0 = b[j];
    const b1 = b[j + 1];
    const b2 = b[j + 2];
    const b3 = b[j + 3];
    const a0 = a[i];
    s00 += a0 * b0;
    s01 += a0 * b1;
    s02 += a0 * b2;
    s03 += a0 * b3;
    const a1 = a[i + K];
    s10 += a1 * b0;
    s11 += a1 * b1;
    s12 += a1 * b2;
    s13 += a1 * b3;
    const a2 = a[i + 2 * K];
    s20 += a2 * b0;
    s21 += a2 * b1;
    s22 += a2 * b2;
    s23 += a2 * b3;
    const a3 = a[i + 3 * K];
    s30 += a3 * b0;
    s31 += a3 * b1;
    s32 += a3 * b2;
    s33 += a3 * b3;
  }
  const o = m * N + n;
  out[o] = s00;
  out[o + 1] = s01;
  out[o + 2] = s02;
  out[o + 3] = s03;
  out[o + N] = s10;
  out[o + N + 1] = s11;
  out[o + N + 2] = s12;
  out[o + N + 3] = s13;
  out[o + 2 * N] = s20;
  out[o + 2 * N + 1] = s21;
  out[o + 2 * N + 2] = s22;
  out[o + 2 * N + 3] = s23;
  out[o + 3 * N] = s30;
  out[o + 3 * N + 1] = s31;
  out[o + 3 * N + 2] = s32;
  out[o + 3 * N + 3] = s33;
}
