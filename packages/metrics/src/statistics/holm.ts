/** Correction of p-values for the number of tests. */

/**
 * Adjusts p-values by Holm's step-down method: significant at α after it is significant with the
 * probability of any false one at most α. NaN stays NaN and counts as no test.
 *
 * @param p any order
 * @returns in the same order, each at least as large as before
 *
 * Source: Holm 1979, "A Simple Sequentially Rejective Multiple Test Procedure", Scandinavian Journal of
 * Statistics 6.
 */
export function holmCorrection(p: readonly number[]): number[] {
  const order = p.map((_, i) => i).filter((i) => !Number.isNaN(p[i]));
  order.sort((a, b) => p[a] - p[b]);
  const adjusted = p.map(() => NaN);
  let largest = 0;
  for (const [place, i] of order.entries()) {
    largest = Math.max(largest, Math.min(1, (order.length - place) * p[i]));
    adjusted[i] = largest;
  }
  return adjusted;
}
