/**
 * Hyperbolic tangents, two at a time.
 *
 * Source: Moshier 1989, "Methods and Programs for Mathematical Functions" (Cephes): tanh.c near 0, exp.c elsewhere;
 * a few units in the last place.
 */

/** Up to here tanh is a ratio of polynomials, from here on 1 − 2 / (e^2x + 1). */
const NEAR: f64 = 0.625;
/** Beyond, tanh is 1 in double precision; keeps the exponent in its range. */
const FAR: f64 = 22;

/** Overwrites `count` numbers, a multiple of two, with their tangents. */
export function tanhInPlace(at: usize, count: i32): void {
  const end = at + (<usize>count) * 8;
  for (; at < end; at += 16) v128.store(at, tanh(v128.load(at)));
}

@inline
function tanh(x: v128): v128 {
  const size = f64x2.abs(x);
  const sign = v128.and(x, f64x2.splat(-0.0));
  // of NaN the near one, which is NaN
  const isFar = f64x2.gt(size, f64x2.splat(NEAR));
  return v128.bitselect(v128.or(far(size), sign), near(x), isFar);
}

@inline
function near(x: v128): v128 {
  const z = f64x2.mul(x, x);
  let p = f64x2.splat(-9.64399179425052238628e-1);
  p = f64x2.add(f64x2.mul(p, z), f64x2.splat(-9.92877231001918586564e1));
  p = f64x2.add(f64x2.mul(p, z), f64x2.splat(-1.61468768441708447952e3));
  let q = f64x2.add(z, f64x2.splat(1.12811678491632931402e2));
  q = f64x2.add(f64x2.mul(q, z), f64x2.splat(2.23548839060100448583e3));
  q = f64x2.add(f64x2.mul(q, z), f64x2.splat(4.84406305325125486048e3));
  return f64x2.add(x, f64x2.mul(f64x2.mul(x, z), f64x2.div(p, q)));
}

/** @param size not negative */
@inline
function far(size: v128): v128 {
  const one = f64x2.splat(1);
  const power = exponential(f64x2.mul(f64x2.splat(2), f64x2.pmin(f64x2.splat(FAR), size)));
  return f64x2.sub(one, f64x2.div(f64x2.splat(2), f64x2.add(power, one)));
}

/** e^x for x from 0 to 44: 2^n times e^r with r of at most ln 2 / 2. */
@inline
function exponential(x: v128): v128 {
  const n = f64x2.nearest(f64x2.mul(x, f64x2.splat(1.4426950408889634)));
  let r = f64x2.sub(x, f64x2.mul(n, f64x2.splat(6.93145751953125e-1)));
  r = f64x2.sub(r, f64x2.mul(n, f64x2.splat(1.42860682030941723212e-6)));
  const z = f64x2.mul(r, r);
  let p = f64x2.splat(1.26177193074810590878e-4);
  p = f64x2.add(f64x2.mul(p, z), f64x2.splat(3.02994407707441961300e-2));
  p = f64x2.mul(r, f64x2.add(f64x2.mul(p, z), f64x2.splat(9.99999999999999999910e-1)));
  let q = f64x2.splat(3.00198505138664455042e-6);
  q = f64x2.add(f64x2.mul(q, z), f64x2.splat(2.52448340349684104192e-3));
  q = f64x2.add(f64x2.mul(q, z), f64x2.splat(2.27265548208155028766e-1));
  q = f64x2.add(f64x2.mul(q, z), f64x2.splat(2.00000000000000000009e0));
  const ratio = f64x2.div(p, f64x2.sub(q, p));
  const fraction = f64x2.add(f64x2.splat(1), f64x2.mul(f64x2.splat(2), ratio));
  // n + 1.5 · 2^52 has n in its last bits, of which the exponent is made
  const bits = i64x2.sub(f64x2.add(n, f64x2.splat(6755399441055744)), i64x2.splat(0x4338000000000000));
  return f64x2.mul(fraction, i64x2.shl(i64x2.add(bits, i64x2.splat(1023)), 52));
}
