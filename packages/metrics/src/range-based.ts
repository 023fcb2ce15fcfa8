/**
 * Range-based precision and recall: each range counts the same, whatever its length, and within a range
 * a position may weigh more than another.
 *
 * Source: Tatbul et al. 2018, "Precision and Recall for Time Series", sections 4.1 and 4.2. Reported
 * are: no reward for existence alone (α = 0), flat bias, and 1 / x as the cardinality factor; recall
 * with front bias as well.
 */
import { mean, type Segment } from '@anodec/core';
import { overlappingRuns } from './runs.js';

/** Which positions within a range weigh most: all the same, or the first, the middle, the last. */
export type PositionalBias = 'flat' | 'front' | 'middle' | 'back';

/** How overlaps are rewarded. */
export interface RangeReward {
  /** Weight of the reward for any overlap at all, α, in [0, 1]; 0 by default. */
  readonly existence?: number;
  /** Flat by default. */
  readonly bias?: PositionalBias;
  /** Factor on the overlap of a range that x ranges share: 1 / x by default, or 1. */
  readonly cardinality?: 'reciprocal' | 'one';
}

/**
 * Mean reward of ranges for being overlapped by others: recall for attacks by alarms; precision, which
 * has no reward for existence, for alarms by attacks.
 *
 * @param ranges ascending and disjoint, as `others`
 * @returns in [0, 1]; null where there is no range
 */
export function rangeReward(
  ranges: readonly Segment[],
  others: readonly Segment[],
  { existence = 0, bias = 'flat', cardinality = 'reciprocal' }: RangeReward = {},
): number | null {
  if (ranges.length === 0) return null;
  const { first, last } = overlappingRuns(ranges, others);
  const rewards = ranges.map((range, i) => {
    const met = last[i] - first[i];
    if (met === 0) return 0;
    let overlap = 0;
    for (let j = first[i]; j < last[i]; j++) overlap += overlapShare(range, others[j], bias);
    const factor = cardinality === 'reciprocal' ? 1 / met : 1;
    return existence + (1 - existence) * factor * overlap;
  });
  return mean(rewards);
}

/** The weight of the shared positions of a range, as a share of the weight of all. */
function overlapShare(range: Segment, other: Segment, bias: PositionalBias): number {
  const length = range.end - range.start;
  const first = Math.max(range.start, other.start) - range.start; // positions counted from 0
  const last = Math.min(range.end, other.end) - range.start;
  const weight = CUMULATED[bias];
  return (weight(last, length) - weight(first, length)) / weight(length, length);
}

/** The summed weight of the first n of L positions. */
const CUMULATED: Readonly<Record<PositionalBias, (n: number, L: number) => number>> = {
  flat: (n) => n,
  front: (n, L) => n * L - (n * (n - 1)) / 2,
  back: (n) => (n * (n + 1)) / 2,
  middle(n, L) {
    const rising = Math.min(n, Math.floor(L / 2)); // weights 1, 2 … up to the middle
    const falling = n - rising; // then L − i + 1 for i = rising + 1 … n
    return (rising * (rising + 1)) / 2 + falling * (L - rising) - (falling * (falling - 1)) / 2;
  },
};
