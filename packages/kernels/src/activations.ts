/**
 * The two nonlinearities of recurrent cells, in double precision.
 *
 * With Math.exp, a call out of compiled code, they take half the time of a layer. Here the exponential
 * is a table and a short series that the compiler can inline.
 */

/** Table entries per halving. */
const DIVISIONS = 32;
const STEP = Math.LN2 / DIVISIONS;
const PER_STEP = DIVISIONS / Math.LN2; // a division costs five times a product
/** e^-40 is far below what changes 1 in double precision. */
const LIMIT = 40;
const POWERS = Float64Array.from({ length: LIMIT / STEP + 2 }, (_, k) => Math.exp(-k * STEP));

/** e^-a for a ≥ 0 to 1e-14, relative; never less than e^-40; keeps NaN. */
function expOfNegative(a: number): number {
  const clamped = a > LIMIT ? LIMIT : a;
  const k = (clamped * PER_STEP + 0.5) | 0; // 0 for NaN, which then comes through r
  const r = k * STEP - clamped; // within half a step of 0: the next term of the series is 2e-15
  return POWERS[k] * (1 + r * (1 + r * (1 / 2 + r * (1 / 6 + r * (1 / 24 + r * (1 / 120))))));
}

/** 1 / (1 + e^-x); saturates to 0 and 1, keeps NaN. */
export function sigmoid(x: number): number {
  const e = expOfNegative(Math.abs(x));
  return (x < 0 ? e : 1) / (1 + e);
}

/** The hyperbolic tangent; saturates to -1 and 1, keeps NaN. */
export function tanh(x: number): number {
  const e = expOfNegative(2 * Math.abs(x));
  const y = (1 - e) / (1 + e);
  return x < 0 ? -y : y;
}
