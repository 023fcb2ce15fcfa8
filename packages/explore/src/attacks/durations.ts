/** Durations of attacks. */
import { type Attack, DataError, quantiles } from '@anodec/core';
import { type Histogram, histogramOf } from '../profile/histogram.js';

/** Bins of the histogram, as in the original program. */
const BINS = 400;

/** Durations from start to end, in seconds. */
export interface AttackDurations {
  readonly count: number;
  readonly shortest: number;
  readonly median: number;
  /** 90 % of the attacks last no longer, interpolated as NumPy does. */
  readonly ninetyPercent: number;
  readonly longest: number;
  readonly total: number;
  readonly histogram: Histogram;
}

/**
 * Statistics of the durations of attacks.
 *
 * @param bins of the histogram, from the shortest to the longest
 * @throws DataError when there is none
 */
export function attackDurations(
  attacks: readonly Pick<Attack, 'start' | 'end'>[],
  bins = BINS,
): AttackDurations {
  if (attacks.length === 0) {
    throw new DataError('There must be an attack with a start and an end, got none.');
  }
  const seconds = Float64Array.from(attacks, ({ start, end }) => (end - start) / 1000).sort();
  const [shortest, median, ninetyPercent, longest] = quantiles(seconds, [0, 0.5, 0.9, 1]);
  return {
    count: attacks.length,
    shortest,
    median,
    ninetyPercent,
    longest,
    total: seconds.reduce((sum, length) => sum + length, 0),
    histogram: histogramOf(seconds, [shortest, longest], bins),
  };
}
