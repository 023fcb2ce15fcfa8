/** The nonlinearities, four values at a time. */
import { EIGHT, FLOAT, madd, VECTOR } from './vector';

/** Codes of the activations, see `src/simd/matrix-product.ts`; 0 is none. */
export const RELU: i32 = 1;
export const RELU6: i32 = 2;
export const SIGMOID: i32 = 3;
export const LEAKY_RELU: i32 = 4;
export const TANH: i32 = 5;

/**
 * The constants of the tangent. In memory, because Node 24 would rebuild constants in the code at each use,
 * at three times the cost of the rest.
 *
 * Source: the coefficients of Eigen's `generic_fast_tanh_float`.
 */
const TANH_TABLE: usize = memory.data<f32>([
  8.01773, -8.01773,
  1, 1.3402161e-1, 3.520756727e-3, 2.10273356e-5, 1.394553628e-8,
  4.67354834e-1, 2.597254514e-2, 3.326951409e-4, 8.015776984e-7,
]);

/** A number of the table in all lanes. */
@inline
function constant(index: usize): v128 {
  return v128.load32_splat(TANH_TABLE + index * FLOAT);
}

/**
 * The hyperbolic tangent, a rational function of degrees 9 and 8, good to 2.8e-7; keeps NaN.
 *
 * @param most where it is 1 (to 2e-7), and `least`
 * @param one the lowest coefficient on both sides of the line; `p3` to `p9` above, `q2` to `q8` below
 */
@inline
function tangent(
  x: v128,
  most: v128,
  least: v128,
  one: v128,
  p3: v128,
  p5: v128,
  p7: v128,
  p9: v128,
  q2: v128,
  q4: v128,
  q6: v128,
  q8: v128,
): v128 {
  // these two are one instruction each, and propagate a NaN in their first operand
  const y = f32x4.pmin(f32x4.pmax(x, least), most);
  const z = f32x4.mul(y, y);
  let p = madd(z, p9, p7);
  let q = madd(z, q8, q6);
  p = madd(z, p, p5);
  q = madd(z, q, q4);
  p = madd(z, p, p3);
  q = madd(z, q, q2);
  p = madd(z, p, one);
  q = madd(z, q, one);
  return f32x4.div(f32x4.mul(y, p), q);
}

/** Scale with which `squash` computes the tangent. */
export const TANGENT: f32 = 1;
/** Scale for the logistic function: 1 / (1 + e^-x) = (1 + tanh(x / 2)) / 2. */
export const LOGISTIC: f32 = 0.5;

/**
 * to = tanh(from) or the logistic function of it; both may be the same place. A loop of its own is 1.7
 * times as fast as one with other work: its constants stay in registers and its iterations overlap.
 *
 * @param scale TANGENT or LOGISTIC
 * @param bytes a multiple of 32, at least that
 */
export function squash(scale: f32, from: usize, to: usize, bytes: usize): void {
  const factor = f32x4.splat(scale);
  const offset = f32x4.splat(1 - scale);
  const most = constant(0);
  const least = constant(1);
  const one = constant(2);
  const p3 = constant(3);
  const p5 = constant(4);
  const p7 = constant(5);
  const p9 = constant(6);
  const q2 = constant(7);
  const q4 = constant(8);
  const q6 = constant(9);
  const q8 = constant(10);
  const end = to + bytes;
  do {
    const a = f32x4.mul(v128.load(from), factor);
    const b = f32x4.mul(v128.load(from, VECTOR), factor);
    const tanhA = tangent(a, most, least, one, p3, p5, p7, p9, q2, q4, q6, q8);
    const tanhB = tangent(b, most, least, one, p3, p5, p7, p9, q2, q4, q6, q8);
    v128.store(to, madd(tanhA, factor, offset));
    v128.store(to, madd(tanhB, factor, offset), VECTOR);
    from += EIGHT;
    to += EIGHT;
  } while (to != end);
}

/** One vector of `squash`. */
@inline
function squashed(scale: f32, x: v128): v128 {
  const factor = f32x4.splat(scale);
  const tanh = tangent(
    f32x4.mul(x, factor),
    constant(0),
    constant(1),
    constant(2),
    constant(3),
    constant(4),
    constant(5),
    constant(6),
    constant(7),
    constant(8),
    constant(9),
    constant(10),
  );
  return madd(tanh, factor, f32x4.splat(1 - scale));
}

/** Applies an activation to `count` values in place. */
export function activate(kind: i32, values: usize, count: i32, slope: f32): void {
  const whole = count & ~3;
  const end = values + (<usize>whole) * FLOAT;
  for (; values < end; values += VECTOR) {
    v128.store(values, activated(kind, v128.load(values), slope));
  }
  for (let i = whole; i < count; i++) {
    const value = activated(kind, f32x4.splat(load<f32>(values)), slope);
    store<f32>(values, f32x4.extract_lane(value, 0));
    values += FLOAT;
  }
}

@inline
function activated(kind: i32, x: v128, slope: f32): v128 {
  const zero = f32x4.splat(0);
  if (kind == RELU) return f32x4.max(x, zero);
  if (kind == RELU6) return f32x4.min(f32x4.max(x, zero), f32x4.splat(6));
  if (kind == SIGMOID) return squashed(LOGISTIC, x);
  if (kind == TANH) return squashed(TANGENT, x);
  return v128.bitselect(f32x4.mul(x, f32x4.splat(slope)), x, f32x4.lt(x, zero)); // leaky
}
