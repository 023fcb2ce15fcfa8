/** Distances between two samples of one channel. */
import type { Column } from '../inspect/columns.js';
import { firstAbove, firstAtLeast, quantileOfSorted } from '../profile/histogram.js';

/** Bins of the stability index, each with as many training readings as the next. */
const BINS = 10;
/** A share of 0 has no logarithm; this one stands for it. */
const LEAST_SHARE = 1e-4;

/**
 * The largest distance of two empirical distribution functions.
 *
 * @param a increasing, finite, not empty; `b` alike
 * @returns 0 for samples with the same distribution to 1 for samples that do not overlap
 *
 * Source: Kolmogorov 1933, Smirnov 1939; the statistic of SciPy's `ks_2samp`.
 */
export function kolmogorovSmirnov(a: Column, b: Column): number {
  let largest = 0;
  let [i, j] = [0, 0];
  while (i < a.length && j < b.length) {
    const value = Math.min(a[i], b[j]);
    while (i < a.length && a[i] === value) i++;
    while (j < b.length && b[j] === value) j++;
    largest = Math.max(largest, Math.abs(i / a.length - j / b.length));
  }
  return largest;
}

/**
 * The population stability index: the sum over bins of (q − p) ln(q / p).
 *
 * Bins are split at the deciles of the first sample; deciles that coincide make one bin. States are
 * a bin each. A bin that one sample leaves empty counts as one with a share of 1e-4, so that the
 * index stays finite: at most 9.2 for samples that do not overlap.
 *
 * @param a increasing, finite, not empty: the training readings; `b` alike
 * @param states of a discrete channel, increasing, those of both samples
 *
 * Source: Siddiqi 2006, "Credit Risk Scorecards", p. 136; below 0.1 steady, above 0.25 moved.
 */
export function stabilityIndex(a: Column, b: Column, states?: readonly number[]): number {
  const borders = states ? states.slice(1) : decilesOf(a);
  const [p, q] = [sharesOf(a, borders), sharesOf(b, borders)];
  return p.reduce((sum, share, n) => {
    const [was, is] = [Math.max(share, LEAST_SHARE), Math.max(q[n], LEAST_SHARE)];
    return sum + (is - was) * Math.log(is / was);
  }, 0);
}

function decilesOf(sorted: Column): number[] {
  const deciles = Array.from({ length: BINS - 1 }, (_, n) =>
    quantileOfSorted(sorted, (n + 1) / BINS),
  );
  return [...new Set(deciles)];
}

/** Shares of the readings below the first border, from each border to the next, from the last on. */
function sharesOf(sorted: Column, borders: readonly number[]): number[] {
  const counts = [0, ...borders.map((border) => firstAtLeast(sorted, border)), sorted.length];
  return counts.slice(1).map((count, n) => (count - counts[n]) / sorted.length);
}

/** Share of `b` that lies outside the range of `a`; both increasing, not empty. */
export function shareOutside(a: Column, b: Column): number {
  const below = firstAtLeast(b, a[0]);
  const above = b.length - firstAbove(b, a[a.length - 1]);
  return (below + above) / b.length;
}
