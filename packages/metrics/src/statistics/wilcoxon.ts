/**
 * The Wilcoxon signed-rank test for paired values.
 *
 * Pairs without a difference are left out, as in Wilcoxon's paper. Up to 25 remaining pairs the p-value is
 * exact, also with tied differences: all 2ⁿ signs of the ranks at hand are counted, not those of ranks
 * without ties as in printed tables. Where all differences have the same size this is McNemar's exact
 * test. Above, the normal approximation with the variance corrected for ties, without continuity correction.
 *
 * Source: Wilcoxon 1945, "Individual Comparisons by Ranking Methods", Biometrics Bulletin 1(6); Hollander,
 * Wolfe & Chicken 2014, "Nonparametric Statistical Methods", section 3.1.
 */
import { DataError, normalProbability } from '@anodec/core';
import { midRanks, tieSum } from './ranks.js';

/** Pairs up to which every assignment of signs is counted. */
const EXACT = 25;

/** What a test of paired differences found. */
export interface SignedRankTest {
  /** Pairs with a difference. */
  readonly pairs: number;
  /** Pairs without one, which were left out. */
  readonly zeros: number;
  /** Sum of the ranks of positive differences. */
  readonly positive: number;
  /** Sum of the ranks of negative differences. */
  readonly negative: number;
  /** Two-sided; 1 where no pair differs. */
  readonly p: number;
  readonly method: 'exact' | 'normal';
}

/**
 * Tests whether paired differences lie symmetrically around zero, two-sided.
 *
 * @param differences (n), first less second
 * @throws DataError when a difference is not a finite number
 */
export function wilcoxonSignedRank(differences: readonly number[]): SignedRankTest {
  const wrong = differences.findIndex((difference) => !Number.isFinite(difference));
  if (wrong >= 0) {
    throw new DataError(
      `Differences of pairs must be finite numbers, got ${differences[wrong]} at pair ${wrong + 1}. ` +
        'Leave out the pairs of which one value is not known.',
    );
  }
  const changed = differences.filter((difference) => difference !== 0);
  const n = changed.length;
  const { ranks, ties } = midRanks(changed.map(Math.abs));
  const positive = ranks.reduce((sum, rank, i) => sum + (changed[i] > 0 ? rank : 0), 0);
  const negative = (n * (n + 1)) / 2 - positive;
  const method = n <= EXACT ? 'exact' : 'normal';
  const smaller = Math.min(positive, negative);
  const p = method === 'exact' ? exactP(ranks, smaller) : normalP(n, ties, smaller);
  return { pairs: n, zeros: differences.length - n, positive, negative, p, method };
}

/** The smallest two-sided p-value that n pairs can give: 2 / 2ⁿ, at most 1. */
export function smallestSignedRankP(pairs: number): number {
  return Math.min(1, 2 ** (1 - pairs));
}

/** Twice the share of all signs whose positive ranks add up to `smaller` at most. */
function exactP(ranks: Float64Array, smaller: number): number {
  const doubled = Array.from(ranks, (rank) => Math.round(2 * rank)); // mid-ranks are halves
  const counts = new Float64Array(doubled.reduce((sum, rank) => sum + rank, 0) + 1);
  counts[0] = 1;
  for (const rank of doubled) {
    for (let sum = counts.length - 1; sum >= rank; sum--) counts[sum] += counts[sum - rank];
  }
  const below = counts.subarray(0, Math.round(2 * smaller) + 1).reduce((sum, n) => sum + n, 0);
  return Math.min(1, (2 * below) / 2 ** ranks.length);
}

function normalP(n: number, ties: readonly number[], smaller: number): number {
  const variance = (n * (n + 1) * (2 * n + 1)) / 24 - tieSum(ties) / 48;
  return 2 * normalProbability((smaller - (n * (n + 1)) / 4) / Math.sqrt(variance));
}
