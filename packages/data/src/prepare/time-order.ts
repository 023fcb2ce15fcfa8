/**
 * Chooses among several readings of one column of times, such as day before month and month before
 * day, by which of them gives the steadier steps.
 */

/** How unsteady the steps of times are; smaller is better, the first number before the second. */
export interface Unsteadiness {
  /** Steps back or on the spot, and steps longer than one and a half of the usual one. */
  readonly breaks: number;
  /** How far all steps together are from the usual one, in the unit of the times. */
  readonly deviation: number;
}

/** @param times (T), as they stand in the rows; at least two for anything but zeros */
export function unsteadiness(times: Float64Array): Unsteadiness {
  const T = times.length;
  if (T < 2) return { breaks: 0, deviation: 0 };
  const steps = Float64Array.from({ length: T - 1 }, (_, t) => times[t + 1] - times[t]);
  const forward = steps.filter((step) => step > 0).sort();
  const usual = forward.length > 0 ? forward[(forward.length - 1) >> 1] : 0;
  let breaks = 0;
  let deviation = 0;
  for (const step of steps) {
    if (!(step > 0 && step <= 1.5 * usual)) breaks++;
    deviation += Math.abs(step - usual);
  }
  return { breaks, deviation };
}

/** Below zero where `a` is the steadier one, zero where both are alike. */
export function compareSteadiness(a: Unsteadiness, b: Unsteadiness): number {
  return a.breaks - b.breaks || a.deviation - b.deviation;
}
