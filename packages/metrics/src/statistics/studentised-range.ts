/**
 * The studentised range with infinitely many degrees of freedom, the distribution of the largest
 * difference of k standard normal values. Computed, so that any number of detectors can be compared.
 *
 * Source: Tukey 1953, "The Problem of Multiple Comparisons": P(Q ≤ q) = k ∫ φ(z) (Φ(z) − Φ(z − q))ᵏ⁻¹ dz.
 */
import { ConfigError, normalProbability } from '@anodec/core';

/** The normal density is below 1e-22 outside ±10, so that the trapezoid rule is exact to rounding. */
const REACH = 10;
const STEP = 1 / 32;

/**
 * The probability that the range of k standard normal values is above `q`.
 *
 * @param k at least 2
 * @returns a fraction in [0, 1]; absolute error about 1e-14
 */
export function studentisedRangeTail(q: number, k: number): number {
  if (!(q > 0)) return Number.isNaN(q) ? NaN : 1;
  let sum = 0;
  for (let z = -REACH; z <= REACH; z += STEP) {
    const density = Math.exp(-0.5 * z * z) / Math.sqrt(2 * Math.PI);
    const within = normalProbability(z) - normalProbability(z - q);
    sum += density * within ** (k - 1);
  }
  return Math.max(0, Math.min(1, 1 - k * sum * STEP));
}

/**
 * The range above which a share `alpha` of the distribution lies.
 *
 * @throws ConfigError when k is below 2, or alpha not between 0 and 1
 */
export function studentisedRangeQuantile(alpha: number, k: number): number {
  if (!(Number.isInteger(k) && k >= 2 && alpha > 0 && alpha < 1)) {
    throw new ConfigError(
      `A critical range needs at least 2 groups and an alpha between 0 and 1, got ${k} and ${alpha}.`,
    );
  }
  let [low, high] = [0, 1];
  while (studentisedRangeTail(high, k) > alpha) high *= 2;
  for (let step = 0; step < 60; step++) {
    const middle = (low + high) / 2;
    if (studentisedRangeTail(middle, k) > alpha) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}
