/**
 * Moves 32-bit elements between two arrays of the same shape and any strides: for slice, concat, pad,
 * tile, reverse and simple transpositions.
 *
 * The caller has merged the dimensions to at most six. The innermost of the result is contiguous; the
 * five around it are walked like an odometer. A unit is one row, that is one innermost dimension.
 */
import { address, int } from '../job';
import { FLOAT, VECTOR } from '../vector';
import { endOf, firstOf, OWN } from './share';

/** Job: result, x, length of a row, stride of x along it, then four dimensions and five strides each. */
const OUT: i32 = OWN;
const X: i32 = OWN + 1;
const N: i32 = OWN + 2;
const STEP: i32 = OWN + 3;
/** Lengths of the second to the fifth dimension; that of the first is not needed. */
const DIMS: i32 = OWN + 4;
const STRIDES_OUT: i32 = OWN + 8;
const STRIDES_X: i32 = OWN + 13;

/** Moves the rows of a chunk. */
export function copyRows(job: usize, chunk: i32): void {
  const n = int(job, N);
  const step = int(job, STEP);
  const d1 = int(job, DIMS);
  const d2 = int(job, DIMS + 1);
  const d3 = int(job, DIMS + 2);
  const d4 = int(job, DIMS + 3);
  const end = endOf(job, chunk);
  for (let row = firstOf(job, chunk); row < end; row++) {
    const i4 = row % d4;
    const i0123 = row / d4;
    const i3 = i0123 % d3;
    const i012 = i0123 / d3;
    const i2 = i012 % d2;
    const i01 = i012 / d2;
    const i1 = i01 % d1;
    const i0 = i01 / d1;
    const to =
      i0 * int(job, STRIDES_OUT) +
      i1 * int(job, STRIDES_OUT + 1) +
      i2 * int(job, STRIDES_OUT + 2) +
      i3 * int(job, STRIDES_OUT + 3) +
      i4 * int(job, STRIDES_OUT + 4);
    const from =
      i0 * int(job, STRIDES_X) +
      i1 * int(job, STRIDES_X + 1) +
      i2 * int(job, STRIDES_X + 2) +
      i3 * int(job, STRIDES_X + 3) +
      i4 * int(job, STRIDES_X + 4);
    const out = address(job, OUT) + <usize>to * FLOAT;
    const x = address(job, X) + <usize>from * FLOAT;
    if (step == 1) copyRow(out, x, n);
    else if (step == 0) repeat(out, x, n);
    else if (step == -1) copyBackwards(out, x, n);
    else pick(out, x, n, step);
  }
}

/** A short row is not worth the call of memory.copy. */
@inline
export function copyRow(out: usize, x: usize, n: i32): void {
  if (n > 64) {
    memory.copy(out, x, <usize>n * FLOAT);
    return;
  }
  const whole = out + (<usize>n & ~3) * FLOAT;
  const end = out + <usize>n * FLOAT;
  for (; out < whole; out += VECTOR, x += VECTOR) v128.store(out, v128.load(x));
  for (; out < end; out += FLOAT, x += FLOAT) store<i32>(out, load<i32>(x));
}

/** out += x, as many floats as make `bytes`. */
@inline
export function addRow(out: usize, x: usize, bytes: usize): void {
  const whole = out + (bytes & ~15);
  const end = out + bytes;
  for (; out < whole; out += VECTOR, x += VECTOR) {
    v128.store(out, f32x4.add(v128.load(out), v128.load(x)));
  }
  for (; out < end; out += FLOAT, x += FLOAT) store<f32>(out, load<f32>(out) + load<f32>(x));
}

@inline
function repeat(out: usize, x: usize, n: i32): void {
  fill(out, v128.load32_splat(x), n);
}

/** n times the same 32 bits, which all lanes of `value` hold. */
@inline
function fill(out: usize, value: v128, n: i32): void {
  const whole = out + (<usize>n & ~3) * FLOAT;
  const end = out + <usize>n * FLOAT;
  for (; out < whole; out += VECTOR) v128.store(out, value);
  for (; out < end; out += FLOAT) v128.store_lane<i32>(out, value, 0);
}

@inline
function copyBackwards(out: usize, x: usize, n: i32): void {
  const whole = out + (<usize>n & ~3) * FLOAT;
  const end = out + <usize>n * FLOAT;
  for (; out < whole; out += VECTOR, x -= VECTOR) {
    const four = v128.load(x - 3 * FLOAT);
    v128.store(out, i32x4.shuffle(four, four, 3, 2, 1, 0));
  }
  for (; out < end; out += FLOAT, x -= FLOAT) store<i32>(out, load<i32>(x));
}

@inline
function pick(out: usize, x: usize, n: i32, step: i32): void {
  const end = out + <usize>n * FLOAT;
  const bytes = <usize>step * FLOAT; // wraps around where the step is negative, as it should
  for (; out < end; out += FLOAT, x += bytes) store<i32>(out, load<i32>(x));
}

/** Job: result, and the 32 bits to fill it with. A unit is an element. */
export function fillWith(job: usize, chunk: i32): void {
  const from = firstOf(job, chunk);
  const value = i32x4.splat(int(job, OWN + 1));
  fill(address(job, OUT) + <usize>from * FLOAT, value, endOf(job, chunk) - from);
}
