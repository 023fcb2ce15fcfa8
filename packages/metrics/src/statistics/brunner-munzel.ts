/**
 * The Brunner–Munzel test: is a value of one sample as likely above one of the other as below, whatever their spreads?
 *
 * Source: Brunner & Munzel 2000, "The Nonparametric Behrens–Fisher Problem: Asymptotic Theory and a Small-Sample
 * Approximation", Biometrical Journal 42, with Student's distribution.
 */
import { midRanks } from './ranks.js';
import { checkSamples, studentTails } from './samples.js';

/** What the test found. */
export interface BrunnerMunzelTest {
  /** Positive where the second sample tends to larger values; infinite where the samples do not overlap. */
  readonly statistic: number;
  readonly freedom: number;
  /** Two-sided; NaN where the samples do not overlap, for the statistic has no spread then. */
  readonly p: number;
}

/**
 * Compares two samples, two-sided.
 *
 * @throws DataError when a sample has fewer than two values or one that is not finite
 */
export function brunnerMunzel(
  first: ArrayLike<number>,
  second: ArrayLike<number>,
): BrunnerMunzelTest {
  checkSamples(first, second, 2);
  const [m, n] = [first.length, second.length];
  const { ranks } = midRanks([...Array.from(first), ...Array.from(second)]);
  const a = placements(ranks.subarray(0, m), first);
  const b = placements(ranks.subarray(m), second);
  const [va, vb] = [m * a.variance, n * b.variance];
  const statistic = (m * n * (b.mean - a.mean)) / ((m + n) * Math.sqrt(va + vb));
  const freedom = (va + vb) ** 2 / (va ** 2 / (m - 1) + vb ** 2 / (n - 1));
  return { statistic, freedom, p: va + vb > 0 ? studentTails(statistic, freedom) : NaN };
}

/** Mean of the ranks among all values, and the variance of how far they exceed the ranks within the sample. */
function placements(ranks: Float64Array, sample: ArrayLike<number>) {
  const within = midRanks(sample).ranks;
  const mean = ranks.reduce((sum, rank) => sum + rank, 0) / ranks.length;
  const middle = (ranks.length + 1) / 2;
  const squares = ranks.reduce((sum, rank, i) => sum + (rank - within[i] - mean + middle) ** 2, 0);
  return { mean, variance: squares / (ranks.length - 1) };
}
