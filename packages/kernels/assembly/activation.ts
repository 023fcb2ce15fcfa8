/** The nonlinearities, four values at a time. */
import { FLOAT, madd, VECTOR } from './vector';

export const RELU: i32 = 1;
export const RELU6: i32 = 2;
export const SIGMOID: i32 = 3;
export const LEAKY_RELU: i32 = 4;
export const TANH: i32 = 5;

/** From here on the tangent is 1 in single precision. */
const CLAMP: f32 = 7.90531110763549805;

/**
 * The hyperbolic tangent, a rational function of degrees 13 and 6, good to 2.4e-7; keeps NaN.
 *
 * Source: the coefficients of Eigen's `ptanh_float`, which PyTorch's neighbours use as well.
 */
// @ts-ignore: decorator
@inline
export function tanh(x: v128): v128 {
  // max and min with the bound hand NaN on
  const y = f32x4.min(f32x4.max(x, f32x4.splat(-CLAMP)), f32x4.splat(CLAMP));
  const z = f32x4.mul(y, y);
  let p = madd(z, f32x4.splat(-2.76076847742355e-16), f32x4.splat(2.00018790482477e-13));
  p = madd(z, p, f32x4.splat(-8.60467152213735e-11));
  p = madd(z, p, f32x4.splat(5.12229709037114e-8));
  p = madd(z, p, f32x4.splat(1.48572235717979e-5));
  p = madd(z, p, f32x4.splat(6.37261928875436e-4));
  p = madd(z, p, f32x4.splat(4.89352455891786e-3));
  p = f32x4.mul(y, p);
  let q = madd(z, f32x4.splat(1.19825839466702e-6), f32x4.splat(1.18534705686654e-4));
  q = madd(z, q, f32x4.splat(2.26843463243900e-3));
  q = madd(z, q, f32x4.splat(4.89352518554385e-3));
  return f32x4.div(p, q);
}

/** 1 / (1 + e^-x), as (1 + tanh(x / 2)) / 2. */
// @ts-ignore: decorator
@inline
export function sigmoid(x: v128): v128 {
  const half = f32x4.splat(0.5);
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

// @ts-ignore: decorator
@inline
function activated(kind: i32, x: v128, slope: f32): v128 {
  const zero = f32x4.splat(0);
  if (kind == RELU) return f32x4.max(x, zero);
  if (kind == RELU6) return f32x4.min(f32x4.max(x, zero), f32x4.splat(6));
  if (kind == SIGMOID) return sigmoid(x);
  if (kind == TANH) return tanh(x);
  return v128.bitselect(f32x4.mul(x, f32x4.splat(slope)), x, f32x4.lt(x, zero)); // leaky
}
