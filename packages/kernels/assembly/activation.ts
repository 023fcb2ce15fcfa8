/** The nonlinearities, four values at a time. */
import { FLOAT, madd, VECTOR } from './vector';

export const RELU: i32 = 1;
export const RELU6: i32 = 2;
export const SIGMOID: i32 = 3;
export const LEAKY_RELU: i32 = 4;
export const TANH: i32 = 5;

/**
 * Bound of the tangent, which is 1 from there on, then its coefficients: odd ones above, even ones
 * below the line. In memory, because a constant in the code costs three instructions wherever it is
 * used, and a load one.
 *
 * Source: the coefficients of Eigen's `ptanh_float`.
 */
const TANH_TABLE: usize = memory.data<f32>([
  7.90531110763549805, -7.90531110763549805,
  -2.76076847742355e-16, 2.00018790482477e-13, -8.60467152213735e-11, 5.12229709037114e-8,
  1.48572235717979e-5, 6.37261928875436e-4, 4.89352455891786e-3,
  1.19825839466702e-6, 1.18534705686654e-4, 2.26843463243900e-3, 4.89352518554385e-3,
  0.5,
]);

/** A number of the table in all lanes. */
@inline
export function constant(index: usize): v128 {
  return v128.load32_splat(TANH_TABLE + index * FLOAT);
}

// places in the table
export const BOUND: usize = 0;
export const HALF: usize = 13;

/** x, or the bound of the tangent where x is beyond it. */
@inline
export function clamp(x: v128): v128 {
  // these two are one instruction each, and hand on a NaN that is their first operand
  return f32x4.pmin(f32x4.pmax(x, constant(BOUND + 1)), constant(BOUND));
}

/** The hyperbolic tangent, a rational function of degrees 13 and 6, good to 2.4e-7; keeps NaN. */
@inline
export function tanh(x: v128): v128 {
  const y = clamp(x);
  const z = f32x4.mul(y, y);
  let p = madd(z, constant(2), constant(3));
  let q = madd(z, constant(9), constant(10));
  p = madd(z, p, constant(4));
  q = madd(z, q, constant(11));
  p = madd(z, p, constant(5));
  q = madd(z, q, constant(12));
  p = madd(z, p, constant(6));
  p = madd(z, p, constant(7));
  p = madd(z, p, constant(8));
  return f32x4.div(f32x4.mul(y, p), q);
}

/** 1 / (1 + e^-x), as (1 + tanh(x / 2)) / 2. */
@inline
export function sigmoid(x: v128): v128 {
  const half = constant(HALF);
  return madd(tanh(f32x4.mul(x, half)), half, half);
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
  if (kind == SIGMOID) return sigmoid(x);
  if (kind == TANH) return tanh(x);
  return v128.bitselect(f32x4.mul(x, f32x4.splat(slope)), x, f32x4.lt(x, zero)); // leaky
}
