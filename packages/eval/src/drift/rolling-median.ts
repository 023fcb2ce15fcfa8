/**
 * The rolling median of a channel's errors: a median of block medians. The window is cut into
 * `BLOCKS` blocks, so that its cost does not depend on the sampling rate.
 */
import { createTrailingMedian } from '@anodec/core';

/** Blocks of a window; a block of a 6 h window is 90 s. */
const BLOCKS = 240;

/**
 * Begins the rolling median of a channel; it continues over gaps of the recording.
 *
 * @param horizon rows of the window
 * @param before the value before the recording began, from normal rows: a channel with a high error
 *   from the first row on reaches it after half a horizon
 * @returns takes the error of a row, NaN where there is none, and gives the median of rows before the
 *   end of the last complete block, in single precision; rows after that do not count yet
 */
export function startRollingMedian(horizon: number, before: number): (error: number) => number {
  const size = Math.max(1, Math.round(horizon / BLOCKS));
  const window = createTrailingMedian(Math.max(1, Math.round(horizon / size)), before);
  const block = new Float64Array(size); // the errors so far, in order
  let known = 0;
  let rows = 0;
  let value = Math.fround(before);
  return (error) => {
    if (rows === size) {
      if (known > 0) window.push(middleOf(block, known));
      value = Math.fround(window.value());
      known = 0;
      rows = 0;
    }
    if (!Number.isNaN(error)) insert(block, known++, error);
    rows++;
    return value;
  };
}

/** Puts a value where it belongs among the first `count`, which are in order: blocks have some tens of rows. */
function insert(ordered: Float64Array, count: number, value: number): void {
  let at = count;
  for (; at > 0 && ordered[at - 1] > value; at--) ordered[at] = ordered[at - 1];
  ordered[at] = value;
}

/** The median of the first `count` values, which are in order, to the bit as `median` gives it. */
function middleOf(ordered: Float64Array, count: number): number {
  const [below, above] = [ordered[(count - 1) >> 1], ordered[count >> 1]];
  return below + (above - below) / 2;
}

/** The rolling median over the errors of a whole recording, (T) to (T); see `startRollingMedian`. */
export function rollingMedian(errors: Float32Array, horizon: number, before: number): Float32Array {
  return errors.map(startRollingMedian(horizon, before));
}
