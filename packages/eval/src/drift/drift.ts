/**
 * Channels that wander off for good: a sensor ages, a set point is moved, and from then on the
 * error is high in every row. Without a rule such a channel raises one alarm that never ends.
 *
 * A rule looks at the trail of a channel, the median of its own errors over the past hours. Only
 * the channel's past is seen: no name, no label, no later row. A median ignores whatever is shorter
 * than half the horizon, so attacks of minutes pass untouched.
 *
 * The trail is a median of block medians: the horizon is cut into `BLOCKS` blocks, so that its cost
 * does not depend on the sampling rate.
 */
import { createTrailingMedian, median } from '@anodec/core';

/** Blocks of a horizon; a block of a 6 h horizon is 90 s. */
const BLOCKS = 240;

/** What a rule knows about a channel. */
export interface DriftParts {
  /** (T), median of the channel's errors over the past horizon, all numbers. */
  readonly trail: Float32Array;
  /** Highest trail that normal rows explain, above zero, in the same unit. */
  readonly ceiling: number;
  /** How much a level may grow from one row to the next, a factor above 1. */
  readonly growth: number;
}

/** What is left of a channel's error, (T), factors in [0, 1]; row t sees the trail up to t only. */
export type DriftRule = (parts: DriftParts) => Float32Array;

/**
 * The trail of a channel, row by row; it continues over gaps of the recording.
 *
 * @param errors (T), NaN where there is none
 * @param horizon rows of the trail
 * @param before what the errors were before the recording began, as normal rows tell: a channel
 *   that is off from the first row is forgiven after half a horizon
 * @returns (T), each from rows before the end of its last complete block only
 */
export function trailOf(errors: Float32Array, horizon: number, before: number): Float32Array {
  const size = Math.max(1, Math.round(horizon / BLOCKS));
  const window = createTrailingMedian(Math.max(1, Math.round(horizon / size)), before);
  const trail = new Float32Array(errors.length);
  let value = before;
  for (let t = 0; t < errors.length; t++) {
    if (t > 0 && t % size === 0) {
      const block = errors.subarray(t - size, t).filter((error) => !Number.isNaN(error));
      if (block.length > 0) window.push(median(block));
      value = window.value();
    }
    trail[t] = value;
  }
  return trail;
}
