/**
 * Products of matrices in double precision, two columns at a time: what src/network/products.ts calls.
 *
 * Addresses are in bytes. The right factor has its columns side by side; the left one may lie in any way.
 */
export { tanhInPlace } from './tanh';

/** Bytes of a number and of two. */
const ONE: usize = 8;
const TWO: usize = 16;

/**
 * Adds the products of a matrix (rows, K) and one (K, columns) to a third one, row-major.
 *
 * @param K terms of each sum, added in their order, then to what was there
 * @param xStride bytes from one row of the left factor to the next, xStep from one term of a sum to the next
 * @param yStep bytes from one term of a sum to the next in the right factor
 */
export function addProducts(
  K: i32,
  x: usize,
  xStride: usize,
  xStep: usize,
  y: usize,
  yStep: usize,
  out: usize,
  rows: i32,
  columns: i32,
): void {
  const stride = (<usize>columns) * ONE;
  let m = 0;
  for (; m + 4 <= rows; m += 4) {
    let p = 0;
    for (; p + 4 <= columns; p += 4) {
      tile(K, x, xStride, xStep, y + (<usize>p) * ONE, yStep, out + (<usize>p) * ONE, stride);
    }
    for (; p + 2 <= columns; p += 2) {
      pair(K, x, xStride, xStep, y + (<usize>p) * ONE, yStep, out + (<usize>p) * ONE, stride);
    }
    if (p < columns) {
      four(K, x, xStride, xStep, y + (<usize>p) * ONE, yStep, out + (<usize>p) * ONE, stride);
    }
    x += 4 * xStride;
    out += 4 * stride;
  }
  for (; m < rows; m++) {
    for (let p: usize = 0; p < stride; p += ONE) single(K, x, xStep, y + p, yStep, out + p);
    x += xStride;
    out += stride;
  }
}

/** a + xy. */
@inline
function add(a: v128, x: v128, y: v128): v128 {
  return f64x2.add(a, f64x2.mul(x, y));
}

@inline
function addTo(out: usize, sum: v128): void {
  v128.store(out, f64x2.add(v128.load(out), sum));
}

/** Four rows by four columns. */
function tile(K: i32, x: usize, s: usize, xStep: usize, y: usize, yStep: usize, out: usize, stride: usize): void {
  let a0 = f64x2.splat(0);
  let a1 = f64x2.splat(0);
  let b0 = f64x2.splat(0);
  let b1 = f64x2.splat(0);
  let c0 = f64x2.splat(0);
  let c1 = f64x2.splat(0);
  let d0 = f64x2.splat(0);
  let d1 = f64x2.splat(0);
  const second = x + s;
  const third = second + s;
  const fourth = third + s;
  let at: usize = 0;
  for (let k = 0; k < K; k++, at += xStep, y += yStep) {
    const y0 = v128.load(y);
    const y1 = v128.load(y, 16);
    const a = v128.load64_splat(x + at);
    a0 = add(a0, a, y0);
    a1 = add(a1, a, y1);
    const b = v128.load64_splat(second + at);
    b0 = add(b0, b, y0);
    b1 = add(b1, b, y1);
    const c = v128.load64_splat(third + at);
    c0 = add(c0, c, y0);
    c1 = add(c1, c, y1);
    const d = v128.load64_splat(fourth + at);
    d0 = add(d0, d, y0);
    d1 = add(d1, d, y1);
  }
  addTo(out, a0);
  addTo(out + TWO, a1);
  addTo(out + stride, b0);
  addTo(out + stride + TWO, b1);
  addTo(out + 2 * stride, c0);
  addTo(out + 2 * stride + TWO, c1);
  addTo(out + 3 * stride, d0);
  addTo(out + 3 * stride + TWO, d1);
}

/** Four rows by two columns. */
function pair(K: i32, x: usize, s: usize, xStep: usize, y: usize, yStep: usize, out: usize, stride: usize): void {
  let a = f64x2.splat(0);
  let b = f64x2.splat(0);
  let c = f64x2.splat(0);
  let d = f64x2.splat(0);
  for (let k = 0; k < K; k++, x += xStep, y += yStep) {
    const y0 = v128.load(y);
    a = add(a, v128.load64_splat(x), y0);
    b = add(b, v128.load64_splat(x + s), y0);
    c = add(c, v128.load64_splat(x + 2 * s), y0);
    d = add(d, v128.load64_splat(x + 3 * s), y0);
  }
  addTo(out, a);
  addTo(out + stride, b);
  addTo(out + 2 * stride, c);
  addTo(out + 3 * stride, d);
}

/** Four rows by one column: a sum waits for itself, four do not. */
function four(K: i32, x: usize, s: usize, xStep: usize, y: usize, yStep: usize, out: usize, stride: usize): void {
  let a: f64 = 0;
  let b: f64 = 0;
  let c: f64 = 0;
  let d: f64 = 0;
  for (let k = 0; k < K; k++, x += xStep, y += yStep) {
    const y0 = load<f64>(y);
    a += load<f64>(x) * y0;
    b += load<f64>(x + s) * y0;
    c += load<f64>(x + 2 * s) * y0;
    d += load<f64>(x + 3 * s) * y0;
  }
  store<f64>(out, load<f64>(out) + a);
  store<f64>(out + stride, load<f64>(out + stride) + b);
  store<f64>(out + 2 * stride, load<f64>(out + 2 * stride) + c);
  store<f64>(out + 3 * stride, load<f64>(out + 3 * stride) + d);
}

/** One row by one column. */
function single(K: i32, x: usize, xStep: usize, y: usize, yStep: usize, out: usize): void {
  let sum: f64 = 0;
  for (let k = 0; k < K; k++, x += xStep, y += yStep) sum += load<f64>(x) * load<f64>(y);
  store<f64>(out, load<f64>(out) + sum);
}
