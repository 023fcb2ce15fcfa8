/**
 * The rolling median of a channel's errors: a median of block medians. The window is cut into
 * `BLOCKS` blocks, so that its cost does not depend on the sampling rate.
 */
import { createTrailingMedian, median } from '@anodec/core';

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
  const block: number[] = [];
  let rows = 0;
  let value = Math.fround(before);
  return (error) => {
    if (rows === size) {
      if (block.length > 0) window.push(median(block));
      value = Math.fround(window.value());
      block.length = 0;
      rows = 0;
    }
    if (!Number.isNaN(error)) block.push(error);
    rows++;
    return value;
  };
}

/** The rolling median over the errors of a whole recording, (T) to (T); see `startRollingMedian`. */
export function rollingMedian(errors: Float32Array, horizon: number, before: number): Float32Array {
  return errors.map(startRollingMedian(horizon, before));
}
