/**
 * The Nemenyi test after Friedman's: which of several detectors differ?
 *
 * Source: Nemenyi 1963, "Distribution-free Multiple Comparisons"; Demšar 2006, "Statistical Comparisons
 * of Classifiers over Multiple Data Sets", JMLR 7, section 3.2.2.
 */
import { studentisedRangeQuantile, studentisedRangeTail } from './studentised-range.js';

/** Two detectors, by index, and whether their mean ranks differ. */
export interface RankDifference {
  readonly first: number;
  readonly second: number;
  /** Adjusted for the number of pairs. */
  readonly p: number;
}

/** The smallest difference of the mean ranks of k detectors over N data sets that is significant. */
export function criticalDifference(k: number, N: number, alpha = 0.05): number {
  return (studentisedRangeQuantile(alpha, k) / Math.SQRT2) * rankDeviation(k, N);
}

/** Every pair of detectors. @param meanRanks (k), over N data sets */
export function nemenyiTest(meanRanks: readonly number[], N: number): RankDifference[] {
  const k = meanRanks.length;
  const deviation = rankDeviation(k, N);
  return meanRanks.flatMap((rank, first) =>
    meanRanks.slice(first + 1).map((other, i) => {
      const q = (Math.abs(rank - other) / deviation) * Math.SQRT2;
      return { first, second: first + 1 + i, p: studentisedRangeTail(q, k) };
    }),
  );
}

/**
 * The groups of detectors of which no two differ by more than the critical difference: largest ones
 * only, in the order of rank.
 *
 * @returns indices into `meanRanks`; groups of one are left out
 */
export function indistinctGroups(meanRanks: readonly number[], difference: number): number[][] {
  const order = meanRanks.map((_, i) => i).sort((a, b) => meanRanks[a] - meanRanks[b]);
  const groups: number[][] = [];
  let reached = 0;
  for (let first = 0; first < order.length; first++) {
    let end = first + 1;
    while (end < order.length && meanRanks[order[end]] - meanRanks[order[first]] <= difference)
      end++;
    if (end > reached && end - first > 1) groups.push(order.slice(first, end));
    reached = Math.max(reached, end);
  }
  return groups;
}

/** Standard deviation of the difference of two mean ranks, were all detectors the same. */
function rankDeviation(k: number, N: number): number {
  return Math.sqrt((k * (k + 1)) / (6 * N));
}
