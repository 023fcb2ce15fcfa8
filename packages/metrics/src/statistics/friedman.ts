/**
 * The Friedman test: do several detectors, ranked on each of several data sets, differ at all?
 *
 * Source: Friedman 1937, "The Use of Ranks to Avoid the Assumption of Normality", JASA 32; Iman &
 * Davenport 1980, "Approximations of the Critical Region of the Friedman Statistic", Communications in
 * Statistics 9; for detectors over data sets Demšar 2006, "Statistical Comparisons of Classifiers over
 * Multiple Data Sets", JMLR 7.
 */
import { createRandom, DataError, shuffle } from '@anodec/core';
import { lowerBeta, upperGamma } from './incomplete.js';
import { midRanks, tieSum } from './ranks.js';

/** Orders of ranks that are drawn. */
const DRAWS = 10_000;

/** What the test found. */
export interface FriedmanTest {
  /** Data sets. */
  readonly blocks: number;
  /** (k), mean rank of each detector; the best value of a data set has rank 1. */
  readonly meanRanks: readonly number[];
  /** χ² with k − 1 degrees of freedom, corrected for ties; NaN where every value is tied. */
  readonly statistic: number;
  readonly p: number;
  /** The less conservative F of Iman and Davenport, with k − 1 and (k − 1)(N − 1) degrees of freedom. */
  readonly imanDavenport: { readonly statistic: number; readonly p: number };
  /**
   * The share of 10,000 drawn orders of the ranks within each data set with as large a statistic. It
   * holds for few data sets, too, where χ² and F do not: three that agree on two detectors give 0.25.
   */
  readonly permutationP: number;
}

/**
 * Compares k detectors over N data sets by their ranks.
 *
 * @param values N rows of k values, one row for each data set
 * @param higherIsBetter whether the largest value of a row gets rank 1; true unless given
 * @throws DataError when there are fewer than 2 rows or columns, rows differ in length, or a value is not
 *   a number
 */
export function friedmanTest(
  values: readonly (readonly number[])[],
  higherIsBetter = true,
): FriedmanTest {
  checkValues(values);
  const [N, k] = [values.length, values[0].length];
  const ranked = values.map((row) =>
    midRanks(row.map((value) => (higherIsBetter ? -value : value))),
  );
  const sums = values[0].map((_, j) => ranked.reduce((sum, { ranks }) => sum + ranks[j], 0));
  const squares = sums.reduce((sum, rank) => sum + rank ** 2, 0);
  const tied = ranked.reduce((sum, { ties }) => sum + tieSum(ties), 0);
  const correction = 1 - tied / (N * k * (k ** 2 - 1));
  const plain = (12 / (N * k * (k + 1))) * squares - 3 * N * (k + 1);
  const statistic = correction > 0 ? plain / correction : NaN;
  const rest = N * (k - 1) - statistic; // 0 where all data sets rank alike: F is infinite
  const F = rest <= 1e-12 * N * k ? Infinity : ((N - 1) * statistic) / rest;
  return {
    blocks: N,
    meanRanks: sums.map((sum) => sum / N),
    statistic,
    p: chiSquareTail(statistic, k - 1),
    imanDavenport: { statistic: F, p: fTail(F, k - 1, (k - 1) * (N - 1)) },
    permutationP: permutationP(
      ranked.map(({ ranks }) => ranks),
      squares,
    ),
  };
}

/** @param squares sum of the squared rank sums, on which alone the statistic depends */
function permutationP(ranked: readonly Float64Array[], squares: number): number {
  const random = createRandom(0).stream('Friedman');
  const rows = ranked.map((ranks) => ranks.slice());
  const sums = new Float64Array(rows[0].length);
  let asLarge = 1; // the order as it is
  for (let draw = 0; draw < DRAWS; draw++) {
    sums.fill(0);
    for (const row of rows) {
      shuffle(row, random);
      for (let j = 0; j < sums.length; j++) sums[j] += row[j];
    }
    if (sums.reduce((sum, rank) => sum + rank ** 2, 0) >= squares - 1e-9) asLarge++;
  }
  return asLarge / (DRAWS + 1);
}

/** P(χ² > x) with n degrees of freedom; NaN for NaN. */
export function chiSquareTail(x: number, n: number): number {
  return Number.isNaN(x) ? NaN : upperGamma(n / 2, Math.max(0, x) / 2);
}

/** P(F > x) with m and n degrees of freedom; NaN for NaN. */
export function fTail(x: number, m: number, n: number): number {
  if (Number.isNaN(x)) return NaN;
  return x === Infinity ? 0 : lowerBeta(n / 2, m / 2, n / (n + m * Math.max(0, x)));
}

function checkValues(values: readonly (readonly number[])[]): void {
  const k = values[0]?.length ?? 0;
  if (values.length < 2 || k < 2) {
    throw new DataError(
      `A Friedman test needs at least 2 data sets and 2 detectors, got ${values.length} and ${k}.`,
    );
  }
  for (const [n, row] of values.entries()) {
    if (row.length === k && row.every((value) => !Number.isNaN(value))) continue;
    throw new DataError(
      `Data set ${n + 1} of a Friedman test must have ${k} values, all numbers, got ${row.join(', ')}.`,
    );
  }
}
