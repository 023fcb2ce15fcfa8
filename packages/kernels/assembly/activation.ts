/** The nonlinearities, four values at a time. */
import { FLOAT, madd, VECTOR } from './vector';

export const RELU: i32 = 1;
export const RELU6: i32 = 2;
export const SIGMOID: i32 = 3;
export const LEAKY_RELU: i32 = 4;
export const TANH: i32 = 5;

/**
 * The hyperbolic tangent, a rational function of degrees 9 and 8, good to 2.8e-7; keeps NaN.
 *
 * Where this is all that a loop does, its constants stay in registers: see `applyTanh`.
 *
 * Source: the coefficients of Eigen's `generic_fast_tanh_float`.
 */
@inline
export function tanh(x: v128): v128 {
  // beyond the bound the tangent is 1; these two hand on a NaN that is their first operand
  const y = f32x4.pmin(f32x4.pmax(x, f32x4.splat(-8.01773)), f32x4.splat(8.01773));
  const z = f32x4.mul(y, y);
  let p = madd(z, f32x4.splat(1.394553628e-8), f32x4.splat(2.10273356e-5));
  let q = madd(z, f32x4.splat(8.015776984e-7), f32x4.splat(3.326951409e-4));
  p = madd(z, p, f32x4.splat(3.520756727e-3));
  q = madd(z, q, f32x4.splat(2.597254514e-2));
  p = madd(z, p, f32x4.splat(1.3402161e-1));
  q = madd(z, q, f32x4.splat(4.67354834e-1));
  p = madd(z, p, f32x4.splat(1));
  q = madd(z, q, f32x4.splat(1));
  return f32x4.div(f32x4.mul(y, p), q);
}

/** 1 / (1 + e^-x), as (1 + tanh(x / 2)) / 2. */
@inline
export function sigmoid(x: v128): v128 {
  const half = f32x4.splat(0.5);
  return madd(tanh(f32x4.mul(x, half)), half, half);
}

/**
 * to = tanh(from), which may be the same place. A loop of its own is 1.7 times as fast as one that
 * has other work: iterations overlap, and constants are loaded once.
 *
 * @param bytes a multiple of 16, at least that
 */
export function applyTanh(from: usize, to: usize, bytes: usize): void {
  const end = to + bytes;
  do {
    v128.store(to, tanh(v128.load(from)));
    from += VECTOR;
    to += VECTOR;
  } while (to != end);
}

/** values = sigmoid(values); see `applyTanh`. */
export function applySigmoid(values: usize, bytes: usize): void {
  const end = values + bytes;
  do {
    v128.store(values, sigmoid(v128.load(values)));
    values += VECTOR;
  } while (values != end);
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
