/** Truth values, bytes of 0 or 1: choosing by them, and changing the type of elements. */
import { address } from '../job';
import { FLOAT } from '../vector';
import { endOf, firstOf, OWN } from './share';

/** Job: result, condition or x, then the two to choose from. A unit is an element. */
const OUT: i32 = OWN;
const X: i32 = OWN + 1;
const YES: i32 = OWN + 2;
const NO: i32 = OWN + 3;

/** Four bytes as four whole numbers of 32 bits. */
@inline
function widen(bytes: usize): v128 {
  return i32x4.extend_low_i16x8_u(i16x8.extend_low_i8x16_u(v128.load32_zero(bytes)));
}

/** out = condition ? yes : no, for 32-bit elements. */
export function choose(job: usize, chunk: i32): void {
  const end = endOf(job, chunk);
  const out = address(job, OUT);
  const condition = address(job, X);
  const yes = address(job, YES);
  const no = address(job, NO);
  let i = firstOf(job, chunk);
  for (; i + 4 <= end; i += 4) {
    const at = <usize>i * FLOAT;
    const mask = i32x4.ne(widen(condition + i), i32x4.splat(0));
    v128.store(out + at, v128.bitselect(v128.load(yes + at), v128.load(no + at), mask));
  }
  for (; i < end; i++) {
    const at = <usize>i * FLOAT;
    store<i32>(out + at, load<i32>((load<u8>(condition + i) ? yes : no) + at));
  }
}

/** Booleans as floats. */
export function bytesToFloats(job: usize, chunk: i32): void {
  const end = endOf(job, chunk);
  const out = address(job, OUT);
  const x = address(job, X);
  let i = firstOf(job, chunk);
  for (; i + 4 <= end; i += 4) {
    v128.store(out + <usize>i * FLOAT, f32x4.convert_i32x4_u(widen(x + i)));
  }
  for (; i < end; i++) store<f32>(out + <usize>i * FLOAT, <f32>load<u8>(x + i));
}

/** 32-bit integers as floats. */
export function integersToFloats(job: usize, chunk: i32): void {
  const end = endOf(job, chunk);
  const out = address(job, OUT);
  const x = address(job, X);
  let i = firstOf(job, chunk);
  for (; i + 4 <= end; i += 4) {
    const at = <usize>i * FLOAT;
    v128.store(out + at, f32x4.convert_i32x4_s(v128.load(x + at)));
  }
  for (; i < end; i++) {
    const at = <usize>i * FLOAT;
    store<f32>(out + at, <f32>load<i32>(x + at));
  }
}
