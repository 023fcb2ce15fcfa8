/**
 * Functions of two floats, four at a time, with broadcasting: out[i] = f(a[..], b[..]).
 *
 * The caller has merged the dimensions of both operands to at most four. Along the innermost one each
 * operand either advances with the result or stands still; the three around it are walked like an
 * odometer. A share of the work is a range of elements of the result, so that it may begin and end in
 * the middle of a row.
 */
import { address, int } from '../job';
import { FLOAT, VECTOR } from '../vector';
import { mishSlope } from './mish';
import { endOf, firstOf, OWN } from './share';

/** Job: result, a, b. A unit is an element of the result. */
const OUT: i32 = OWN;
const A: i32 = OWN + 1;
const B: i32 = OWN + 2;
/** Length of the innermost dimension, and how many floats each operand advances along it, 0 or 1. */
const N: i32 = OWN + 3;
const STEP_A: i32 = OWN + 4;
const STEP_B: i32 = OWN + 5;
/** The second and third dimension, and strides in floats of all three around the innermost. */
const D1: i32 = OWN + 6;
const D2: i32 = OWN + 7;
const STRIDES_A: i32 = OWN + 8;
const STRIDES_B: i32 = OWN + 11;

enum F {
  Add,
  Div,
  EluGrad,
  Equal,
  Greater,
  GreaterEqual,
  Less,
  LessEqual,
  Maximum,
  Minimum,
  MishGrad,
  Mul,
  NotEqual,
  Prelu,
  SquaredDifference,
  Sub,
}

@inline
function isComparison(f: F): bool {
  return (
    f == F.Equal ||
    f == F.Greater ||
    f == F.GreaterEqual ||
    f == F.Less ||
    f == F.LessEqual ||
    f == F.NotEqual
  );
}

@inline
function apply(f: F, a: v128, b: v128): v128 {
  if (f == F.Add) return f32x4.add(a, b);
  if (f == F.Div) return f32x4.div(a, b);
  if (f == F.EluGrad) {
    const below = f32x4.mul(a, f32x4.add(b, f32x4.splat(1)));
    return v128.bitselect(a, below, f32x4.ge(b, f32x4.splat(0)));
  }
  if (f == F.Equal) return f32x4.eq(a, b);
  if (f == F.Greater) return f32x4.gt(a, b);
  if (f == F.GreaterEqual) return f32x4.ge(a, b);
  if (f == F.Less) return f32x4.lt(a, b);
  if (f == F.LessEqual) return f32x4.le(a, b);
  if (f == F.Maximum) return f32x4.max(a, b);
  if (f == F.Minimum) return f32x4.min(a, b);
  if (f == F.MishGrad) return f32x4.mul(a, mishSlope(b));
  if (f == F.Mul) return f32x4.mul(a, b);
  if (f == F.NotEqual) return f32x4.ne(a, b);
  if (f == F.Prelu) return v128.bitselect(f32x4.mul(a, b), a, f32x4.lt(a, f32x4.splat(0)));
  if (f == F.Sub) return f32x4.sub(a, b);
  const difference = f32x4.sub(a, b);
  return f32x4.mul(difference, difference);
}

/** Four truth values of 32 bits as four bytes. */
@inline
function asBytes(mask: v128): v128 {
  const first = i8x16(0, 4, 8, 12, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1);
  return v128.and(i8x16.swizzle(mask, first), i8x16.splat(1));
}

/** `count` elements from element `at` of the result on; a step of 0 repeats one float of an operand. */
@inline
function run(f: F, out: usize, a: usize, b: usize, stepA: i32, stepB: i32, count: i32): void {
  const moveA = stepA ? VECTOR : 0;
  const moveB = stepB ? VECTOR : 0;
  const size: usize = isComparison(f) ? 1 : FLOAT;
  const whole = out + (<usize>count & ~3) * size;
  const end = out + <usize>count * size;
  let left = stepA ? v128.splat<f32>(0) : v128.load32_splat(a);
  let right = stepB ? v128.splat<f32>(0) : v128.load32_splat(b);
  while (out < whole) {
    if (stepA) left = v128.load(a);
    if (stepB) right = v128.load(b);
    const result = apply(f, left, right);
    if (isComparison(f)) v128.store_lane<i32>(out, asBytes(result), 0);
    else v128.store(out, result);
    out += 4 * size;
    a += moveA;
    b += moveB;
  }
  while (out < end) {
    if (stepA) left = v128.load32_zero(a);
    if (stepB) right = v128.load32_zero(b);
    const result = apply(f, left, right);
    if (isComparison(f)) v128.store_lane<i8>(out, asBytes(result), 0);
    else v128.store_lane<f32>(out, result, 0);
    out += size;
    a += moveA >> 2;
    b += moveB >> 2;
  }
}

@inline
function walk(f: F, job: usize, chunk: i32): void {
  const from = firstOf(job, chunk);
  const to = endOf(job, chunk);
  const n = int(job, N);
  const stepA = int(job, STEP_A);
  const stepB = int(job, STEP_B);
  const d1 = int(job, D1);
  const d2 = int(job, D2);
  const size: usize = isComparison(f) ? 1 : FLOAT;
  let out = address(job, OUT) + <usize>from * size;
  let row = from / n;
  let column = from - row * n;
  let left = to - from;
  while (left > 0) {
    const i2 = row % d2;
    const i01 = row / d2;
    const i1 = i01 % d1;
    const i0 = i01 / d1;
    const inA =
      i0 * int(job, STRIDES_A) +
      i1 * int(job, STRIDES_A + 1) +
      i2 * int(job, STRIDES_A + 2) +
      column * stepA;
    const inB =
      i0 * int(job, STRIDES_B) +
      i1 * int(job, STRIDES_B + 1) +
      i2 * int(job, STRIDES_B + 2) +
      column * stepB;
    const a = address(job, A) + <usize>inA * FLOAT;
    const b = address(job, B) + <usize>inB * FLOAT;
    const count = min(n - column, left);
    if (stepA & stepB) run(f, out, a, b, 1, 1, count);
    else if (stepA) run(f, out, a, b, 1, 0, count);
    else run(f, out, a, b, 0, 1, count);
    out += <usize>count * size;
    left -= count;
    column = 0;
    row++;
  }
}

export function binaryAdd(job: usize, chunk: i32): void {
  walk(F.Add, job, chunk);
}
export function binaryDiv(job: usize, chunk: i32): void {
  walk(F.Div, job, chunk);
}
export function binaryEluGrad(job: usize, chunk: i32): void {
  walk(F.EluGrad, job, chunk);
}
export function binaryEqual(job: usize, chunk: i32): void {
  walk(F.Equal, job, chunk);
}
export function binaryGreater(job: usize, chunk: i32): void {
  walk(F.Greater, job, chunk);
}
export function binaryGreaterEqual(job: usize, chunk: i32): void {
  walk(F.GreaterEqual, job, chunk);
}
export function binaryLess(job: usize, chunk: i32): void {
  walk(F.Less, job, chunk);
}
export function binaryLessEqual(job: usize, chunk: i32): void {
  walk(F.LessEqual, job, chunk);
}
export function binaryMaximum(job: usize, chunk: i32): void {
  walk(F.Maximum, job, chunk);
}
export function binaryMinimum(job: usize, chunk: i32): void {
  walk(F.Minimum, job, chunk);
}
export function binaryMishGrad(job: usize, chunk: i32): void {
  walk(F.MishGrad, job, chunk);
}
export function binaryMul(job: usize, chunk: i32): void {
  walk(F.Mul, job, chunk);
}
export function binaryNotEqual(job: usize, chunk: i32): void {
  walk(F.NotEqual, job, chunk);
}
export function binaryPrelu(job: usize, chunk: i32): void {
  walk(F.Prelu, job, chunk);
}
export function binarySquaredDifference(job: usize, chunk: i32): void {
  walk(F.SquaredDifference, job, chunk);
}
export function binarySub(job: usize, chunk: i32): void {
  walk(F.Sub, job, chunk);
}
