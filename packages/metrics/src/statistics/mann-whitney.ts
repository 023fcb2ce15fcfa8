/**
 * The Mann–Whitney U test: does one of two independent samples tend to larger values?
 *
 * Without ties, and with at most eight values in the smaller sample, the p-value is exact; otherwise it is that of the
 * normal approximation with the variance corrected for ties, and with continuity correction, as SciPy's.
 *
 * Source: Mann & Whitney 1947, "On a Test of Whether one of Two Random Variables is Stochastically Larger than the Other";
 * Hollander, Wolfe & Chicken 2014, "Nonparametric Statistical Methods", section 4.1.
 */
import { midRanks, tieSum } from './ranks.js';
import { checkSamples, normalTails } from './samples.js';

/** Values of the smaller sample up to which the p-value is exact. */
const EXACT = 8;

/** What the test found. */
export interface MannWhitneyTest {
  /** Pairs in which the value of the first sample is larger; a tie counts half. */
  readonly u: number;
  /** U over all pairs: the chance that the first is larger, which is the AUROC. */
  readonly superiority: number;
  /** Two-sided; NaN where all values are equal. */
  readonly p: number;
  readonly method: 'exact' | 'normal';
}

/**
 * Tests whether two samples come from one distribution, two-sided.
 *
 * @throws DataError when a sample is empty or a value is not finite
 */
export function mannWhitney(first: ArrayLike<number>, second: ArrayLike<number>): MannWhitneyTest {
  checkSamples(first, second, 1);
  const [m, n] = [first.length, second.length];
  const { ranks, ties } = midRanks([...Array.from(first), ...Array.from(second)]);
  const rankSum = ranks.subarray(0, m).reduce((sum, rank) => sum + rank, 0);
  const u = rankSum - (m * (m + 1)) / 2;
  const larger = Math.max(u, m * n - u);
  const isExact = Math.min(m, n) <= EXACT && tieSum(ties) === 0;
  const p = isExact ? exactP(m, n, larger) : normalP(m, n, ties, larger);
  return { u, superiority: u / (m * n), p, method: isExact ? 'exact' : 'normal' };
}

/** Twice the share of all choices of ranks of which U is at least `larger`. */
function exactP(m: number, n: number, larger: number): number {
  const k = Math.min(m, n);
  const largest = k * (m + n);
  // ways[j] at s: choices of j ranks that sum up to s
  const ways = Array.from({ length: k + 1 }, () => new Float64Array(largest + 1));
  ways[0][0] = 1;
  for (let rank = 1; rank <= m + n; rank++) {
    for (let j = Math.min(k, rank); j > 0; j--) {
      for (let sum = largest; sum >= rank; sum--) ways[j][sum] += ways[j - 1][sum - rank];
    }
  }
  const all = ways[k].reduce((sum, count) => sum + count, 0);
  const above = ways[k].subarray((k * (k + 1)) / 2 + larger).reduce((sum, count) => sum + count, 0);
  return Math.min(1, (2 * above) / all);
}

function normalP(m: number, n: number, ties: readonly number[], larger: number): number {
  const all = m + n;
  const variance = ((m * n) / 12) * (all + 1 - tieSum(ties) / (all * (all - 1)));
  const z = (larger - (m * n) / 2 - 0.5) / Math.sqrt(variance);
  if (!(variance > 0)) return NaN;
  return z <= 0 ? 1 : normalTails(z);
}
