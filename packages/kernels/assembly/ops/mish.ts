/**
 * Mish and its slope with one exponential each, four values at a time.
 *
 * With e = eˣ and n = e · (e + 2), the hyperbolic tangent of ln(1 + e) is n / (n + 2), and 1 less its square is
 * 4 · (1 + e)² / (n + 2)², without a difference of near numbers.
 */
import { exp } from './exponential';

/** From here on Mish is x in single precision, and e⁴ is still finite. */
const FAR: f32 = 20;

@inline
function bounded(x: v128): v128 {
  return exp(f32x4.pmin(x, f32x4.splat(FAR))); // NaN as first operand stays
}

@inline
function timesTwoMore(e: v128): v128 {
  return f32x4.mul(e, f32x4.add(e, f32x4.splat(2)));
}

/** x · tanh(ln(1 + eˣ)) */
@inline
export function mish(x: v128): v128 {
  const n = timesTwoMore(bounded(x));
  return f32x4.mul(x, f32x4.div(n, f32x4.add(n, f32x4.splat(2))));
}

/** The derivative: n / (n + 2) + x · 4e · (1 + e) / (n + 2)². */
@inline
export function mishSlope(x: v128): v128 {
  const e = bounded(x);
  const n = timesTwoMore(e);
  const over = f32x4.div(f32x4.splat(1), f32x4.add(n, f32x4.splat(2)));
  const rise = f32x4.mul(f32x4.mul(f32x4.splat(4), e), f32x4.add(e, f32x4.splat(1)));
  const inner = f32x4.mul(f32x4.mul(x, over), f32x4.mul(rise, over));
  return f32x4.add(f32x4.mul(n, over), inner);
}
