/** Statistics over typed arrays, in double precision whatever the array holds. */
import { DataError } from './errors.js';

/** Any one-dimensional array of numbers. */
export type Numbers = Float32Array | Float64Array;

/** The arithmetic mean; NaN for no values. */
export function mean(values: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += values[i];
  return sum / values.length;
}

/** Standard deviation over all values (divisor N), as NumPy's default; NaN for no values. */
export function standardDeviation(values: ArrayLike<number>): number {
  const centre = mean(values);
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += (values[i] - centre) ** 2;
  return Math.sqrt(sum / values.length);
}

/**
 * Quantile by linear interpolation between the two nearest order statistics, as NumPy's default.
 *
 * @param values any order, (N), no NaN; left as they are
 * @param q fraction in [0, 1], not a percentage
 * @returns a value in the unit of `values`
 * @throws DataError when `q` is outside [0, 1], or `values` are none or not all numbers
 *
 * Source: Hyndman & Fan 1996, "Sample Quantiles in Statistical Packages", type 7.
 */
export function quantile(values: ArrayLike<number>, q: number): number {
  return quantiles(values, [q])[0];
}

/**
 * Several quantiles of the same values for one sort; see `quantile`.
 *
 * @returns one for each of `qs`, in their order
 */
export function quantiles(values: ArrayLike<number>, qs: readonly number[]): number[] {
  const sorted = new Float64Array(values).sort(); // typed arrays sort by value, NaN last
  const last = sorted.length - 1;
  if (last < 0 || Number.isNaN(sorted[last])) {
    throw new DataError(
      `A quantile needs at least one value and no NaN, got ${last < 0 ? 'no values' : 'a NaN'}.`,
    );
  }
  return qs.map((q) => {
    if (!(q >= 0 && q <= 1)) throw new DataError(`q must be between 0 and 1, got ${q}.`);
    const position = q * last;
    const below = Math.floor(position);
    const above = Math.ceil(position);
    return sorted[below] + (position - below) * (sorted[above] - sorted[below]);
  });
}

/** The middle value, or the mean of the two middle ones. @throws DataError as `quantile` */
export function median(values: ArrayLike<number>): number {
  return quantile(values, 0.5);
}
