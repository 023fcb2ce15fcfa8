/**
 * Exponential, logarithm and what is made of them, four floats at a time. Worst error 1 to 3 units in
 * the last place; NaN, infinities, zeros and denormals as in JavaScript's Math.
 *
 * Multiplies and adds apart also in the relaxed build: these loops wait for memory, and so their bits
 * are the same on every machine.
 *
 * Source: Moshier 1992, Cephes single-precision library, expf, logf and tanhf.
 */

@inline
function constant(value: f32): v128 {
  return f32x4.splat(value);
}

@inline
function step(accumulator: v128, x: v128, coefficient: f32): v128 {
  return f32x4.add(f32x4.mul(accumulator, x), constant(coefficient));
}

/** 2 to the power of whole numbers between -126 and 127. */
@inline
function powerOfTwo(n: v128): v128 {
  return i32x4.shl(i32x4.add(n, i32x4.splat(127)), 23);
}

/** exp(r) - 1 for |r| ≤ ln(2) / 2. */
@inline
function expm1Near(r: v128): v128 {
  let p = constant(1.98756915e-4);
  p = step(p, r, 1.39819995e-3);
  p = step(p, r, 8.33345191e-3);
  p = step(p, r, 4.16657959e-2);
  p = step(p, r, 1.66666655e-1);
  p = step(p, r, 5.00000012e-1);
  return f32x4.add(f32x4.mul(p, f32x4.mul(r, r)), r);
}

/** Between these bounds the exponential is neither infinite nor zero; NaN stays. */
@inline
function bounded(x: v128): v128 {
  // unlike min and max a single instruction each, and NaN as first operand is what they answer
  return f32x4.pmax(f32x4.pmin(x, constant(89)), constant(-104));
}

/** 1.5 · 2²³: a float of this size has no digits behind the point. */
const WHOLE: f32 = 12_582_912;

/** x in multiples of ln 2, plus WHOLE, whose last bits then are the rounded multiple. */
@inline
function shifted(x: v128): v128 {
  return f32x4.add(f32x4.mul(x, constant(1.44269504)), constant(WHOLE));
}

/** x - n · ln 2, in two parts so that nothing is lost. */
@inline
function rest(x: v128, n: v128): v128 {
  const high = f32x4.sub(x, f32x4.mul(n, constant(0.693359375)));
  return f32x4.sub(high, f32x4.mul(n, constant(-2.12194440e-4)));
}

/** (1 + p) · 2ⁿ, by two factors: either alone could be out of range. */
@inline
function scaleUp(p: v128, shiftedN: v128): v128 {
  const whole = i32x4.sub(shiftedN, constant(WHOLE));
  const half = i32x4.shr_s(whole, 1);
  const scaled = f32x4.mul(f32x4.add(p, constant(1)), powerOfTwo(half));
  return f32x4.mul(scaled, powerOfTwo(i32x4.sub(whole, half)));
}

/** e to the power of x. */
@inline
export function exp(x: v128): v128 {
  const inside = bounded(x);
  const n = shifted(inside);
  return scaleUp(expm1Near(rest(inside, f32x4.sub(n, constant(WHOLE)))), n);
}

/** exp(x) - 1 without losing the digits of a small x. */
@inline
export function expm1(x: v128): v128 {
  const inside = bounded(x);
  const n = shifted(inside);
  const p = expm1Near(rest(inside, f32x4.sub(n, constant(WHOLE))));
  const far = f32x4.sub(scaleUp(p, n), constant(1));
  return v128.bitselect(p, far, f32x4.eq(n, constant(WHOLE)));
}

/** log(1 + m) for sqrt(½) ≤ 1 + m < sqrt(2), plus e · ln 2. */
@inline
function logNear(m: v128, e: v128): v128 {
  const square = f32x4.mul(m, m);
  let p = constant(7.0376836292e-2);
  p = step(p, m, -1.1514610310e-1);
  p = step(p, m, 1.1676998740e-1);
  p = step(p, m, -1.2420140846e-1);
  p = step(p, m, 1.4249322787e-1);
  p = step(p, m, -1.6668057665e-1);
  p = step(p, m, 2.0000714765e-1);
  p = step(p, m, -2.4999993993e-1);
  p = step(p, m, 3.3333331174e-1);
  let y = f32x4.mul(f32x4.mul(p, m), square);
  y = f32x4.add(y, f32x4.mul(e, constant(-2.12194440e-4)));
  y = f32x4.sub(y, f32x4.mul(square, constant(0.5)));
  return f32x4.add(f32x4.add(m, y), f32x4.mul(e, constant(0.693359375)));
}

/** The natural logarithm. */
@inline
export function log(x: v128): v128 {
  const tiny = f32x4.lt(x, constant(1.17549435e-38)); // denormals have no exponent to read
  const normal = v128.bitselect(f32x4.mul(x, constant(33554432)), x, tiny);
  const exponent = i32x4.sub(i32x4.shr_s(normal, 23), i32x4.splat(126));
  let e = f32x4.convert_i32x4_s(exponent);
  e = f32x4.sub(e, v128.and(tiny, constant(25)));
  const half = v128.or(v128.and(normal, i32x4.splat(0x7fffff)), i32x4.splat(0x3f000000));
  const low = f32x4.lt(half, constant(0.707106781));
  e = f32x4.sub(e, v128.and(low, constant(1)));
  const m = f32x4.sub(f32x4.add(half, v128.and(low, half)), constant(1));
  let y = logNear(m, e);
  y = v128.bitselect(y, x, f32x4.lt(x, constant(Infinity))); // infinity and NaN stay
  y = v128.bitselect(constant(NaN), y, f32x4.lt(x, constant(0)));
  return v128.bitselect(constant(-Infinity), y, f32x4.eq(x, constant(0)));
}

/** log(1 + x) without losing the digits of a small x. */
@inline
export function log1p(x: v128): v128 {
  const u = f32x4.add(x, constant(1));
  const rounded = f32x4.sub(u, constant(1));
  // what the rounding of 1 + x lost is given back as a factor (Goldberg 1991, theorem 4)
  const corrected = f32x4.mul(log(u), f32x4.div(x, rounded));
  const y = v128.bitselect(x, corrected, f32x4.eq(rounded, constant(0)));
  return v128.bitselect(x, y, f32x4.eq(x, constant(Infinity)));
}

/** 1 / (1 + exp(-x)); of a negative x as e / (1 + e), which does not overflow. */
@inline
export function sigmoid(x: v128): v128 {
  const one = constant(1);
  const e = exp(f32x4.neg(f32x4.abs(x)));
  const above = v128.bitselect(e, one, f32x4.lt(x, constant(0)));
  return f32x4.div(above, f32x4.add(one, e));
}

/** The hyperbolic tangent. */
@inline
export function tanh(x: v128): v128 {
  const size = f32x4.abs(x);
  const square = f32x4.mul(x, x);
  let p = constant(-5.70498872745e-3);
  p = step(p, square, 2.06390887954e-2);
  p = step(p, square, -5.37397155531e-2);
  p = step(p, square, 1.33314422036e-1);
  p = step(p, square, -3.33332819422e-1);
  const near = f32x4.add(f32x4.mul(f32x4.mul(p, square), x), x);
  const doubled = exp(f32x4.add(size, size));
  const far = f32x4.sub(constant(1), f32x4.div(constant(2), f32x4.add(doubled, constant(1))));
  const signed = v128.or(far, v128.and(x, i32x4.splat(0x80000000)));
  return v128.bitselect(near, signed, f32x4.lt(size, constant(0.625)));
}

/** log(1 + exp(x)); far from zero it is exp(x) or x to the last digit. */
@inline
export function softplus(x: v128): v128 {
  const e = exp(x);
  const y = v128.bitselect(x, log1p(e), f32x4.gt(x, constant(13.9424)));
  return v128.bitselect(e, y, f32x4.lt(x, constant(-13.9424)));
}
