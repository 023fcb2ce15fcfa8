/** Operations on whole rows: softmax, selection by index, and summation by index. */
import { address, int } from '../job';
import { FLOAT, VECTOR } from '../vector';
import { addRow, copyRow } from './copy';
import { exp } from './exponential';
import { endOf, firstOf, OWN } from './share';

const OUT: i32 = OWN;
const X: i32 = OWN + 1;
/** Length of a row. */
const N: i32 = OWN + 2;
const INDICES: i32 = OWN + 3;
/** Rows of the table that is picked from, or indices to add up. */
const ROWS: i32 = OWN + 4;
const COUNT: i32 = OWN + 5;

/** Job: result, x, length of a row. A unit is a row. */
export function softmaxRows(job: usize, chunk: i32): void {
  const n = int(job, N);
  const end = endOf(job, chunk);
  for (let row = firstOf(job, chunk); row < end; row++) {
    const at = <usize>row * <usize>n * FLOAT;
    softmaxRow(address(job, OUT) + at, address(job, X) + at, n);
  }
}

@inline
function softmaxRow(out: usize, x: usize, n: i32): void {
  const whole = <usize>(n & ~3) * FLOAT;
  const bytes = <usize>n * FLOAT;
  const largest = f32x4.splat(largestOf(x, n));
  let sums = f32x4.splat(0);
  for (let i: usize = 0; i < whole; i += VECTOR) {
    const e = exp(f32x4.sub(v128.load(x + i), largest));
    v128.store(out + i, e);
    sums = f32x4.add(sums, e);
  }
  let sum =
    f32x4.extract_lane(sums, 0) +
    f32x4.extract_lane(sums, 1) +
    (f32x4.extract_lane(sums, 2) + f32x4.extract_lane(sums, 3));
  for (let i = whole; i < bytes; i += FLOAT) {
    const e = exp(f32x4.sub(v128.load32_splat(x + i), largest));
    v128.store_lane<f32>(out + i, e, 0);
    sum += f32x4.extract_lane(e, 0);
  }
  const divisor = f32x4.splat(sum);
  for (let i: usize = 0; i < whole; i += VECTOR) {
    v128.store(out + i, f32x4.div(v128.load(out + i), divisor));
  }
  for (let i = whole; i < bytes; i += FLOAT) store<f32>(out + i, load<f32>(out + i) / sum);
}

@inline
function largestOf(x: usize, n: i32): f32 {
  let four = f32x4.splat(-Infinity);
  const whole = x + (<usize>n & ~3) * FLOAT;
  const end = x + <usize>n * FLOAT;
  for (; x < whole; x += VECTOR) four = f32x4.max(four, v128.load(x));
  for (; x < end; x += FLOAT) four = f32x4.max(four, v128.load32_splat(x));
  const two = f32x4.max(four, i64x2.shuffle(four, four, 1, 0));
  return max<f32>(f32x4.extract_lane(two, 0), f32x4.extract_lane(two, 1));
}

/**
 * out (outer, count, n) = the rows of x (outer, rows, n) that the indices (count) name.
 *
 * Job: result, x, n, indices, rows, count. A unit is a row of the result.
 */
export function gatherRows(job: usize, chunk: i32): void {
  const n = int(job, N);
  const rows = int(job, ROWS);
  const count = int(job, COUNT);
  const end = endOf(job, chunk);
  for (let unit = firstOf(job, chunk); unit < end; unit++) {
    const o = unit / count;
    const index = load<i32>(address(job, INDICES) + (<usize>(unit - o * count)) * FLOAT);
    const from = (<usize>o * <usize>rows + <usize>index) * <usize>n * FLOAT;
    copyRow(address(job, OUT) + <usize>unit * <usize>n * FLOAT, address(job, X) + from, n);
  }
}

/**
 * out (rows, n), zeros, += x (count, n), each of its rows at the row of its index; an index
 * below zero adds nothing. Always in ascending order of the rows of x.
 *
 * Job: result, x, n, indices, rows, count. A unit is a column of the result.
 */
export function addUpRows(job: usize, chunk: i32): void {
  const n = int(job, N);
  const rows = int(job, ROWS);
  const count = int(job, COUNT);
  const first = <usize>firstOf(job, chunk) * FLOAT;
  const width = <usize>endOf(job, chunk) * FLOAT - first;
  const stride = <usize>n * FLOAT;
  for (let row = 0; row < count; row++) {
    const index = load<i32>(address(job, INDICES) + <usize>row * FLOAT);
    if (index < 0 || index >= rows) continue;
    const at = address(job, OUT) + <usize>index * stride + first;
    addRow(at, address(job, X) + <usize>row * stride + first, width);
  }
}
