/** Rows of normal recordings that are labelled as attack, cut out before anything learns from them. */
import { createFrame, frameLength, type TimeSeriesFrame, UNKNOWN_LABEL } from '@anodec/core';

/** A recording without its labelled rows, and how many they were. */
export interface CutRows {
  /** All of its labels are 0; the recording itself where no row was cut. */
  readonly frame: TimeSeriesFrame;
  readonly attackRows: number;
  readonly unknownRows: number;
}

/**
 * Cuts the rows that are labelled as attack, or whose label is not known, out of a recording of
 * normal operation. They become gaps in time, which no window spans.
 */
export function cutLabelledRows(frame: TimeSeriesFrame): CutRows {
  const { labels, channels } = frame;
  if (!labels) return { frame, attackRows: 0, unknownRows: 0 };
  let [attackRows, unknownRows] = [0, 0];
  for (const label of labels) {
    if (label === UNKNOWN_LABEL) unknownRows++;
    else if (label !== 0) attackRows++;
  }
  if (attackRows + unknownRows === 0) return { frame, attackRows, unknownRows };
  const C = channels.length;
  const kept = frameLength(frame) - attackRows - unknownRows;
  const values = new Float32Array(kept * C);
  const timestamps = new Float64Array(kept);
  let at = 0;
  for (let t = 0; t < labels.length; t++) {
    if (labels[t] !== 0) continue;
    values.set(frame.values.subarray(t * C, (t + 1) * C), at * C);
    timestamps[at++] = frame.timestamps[t];
  }
  return {
    frame: createFrame({ ...frame, values, timestamps, labels: new Uint8Array(kept) }),
    attackRows,
    unknownRows,
  };
}
