/** Normal operation without the rows that are labelled as something else. */
import {
  createFrame,
  DataError,
  frameLength,
  framePeriod,
  GAP_PERIODS,
  type TimeSeriesFrame,
} from '@anodec/core';

/** A recording without its labelled rows. */
export interface UnlabelledRows {
  readonly frame: TimeSeriesFrame;
  /** Rows that were removed. */
  readonly removed: number;
}

/**
 * Removes the rows that are labelled as attack or whose label is unknown, so that nothing is learned
 * from them. What was removed is a gap, which no window spans; where the steps of a recording are so
 * irregular that it would be none, the rows that follow are removed, too, until it is.
 *
 * @param frame at its final interval: aggregating or inserting rows afterwards would close the gaps
 * @param what the frame is, for the message
 * @returns the frame itself where it has no such rows
 * @throws DataError when no row is left
 */
export function withoutLabelledRows(
  frame: TimeSeriesFrame,
  what = 'the recording',
): UnlabelledRows {
  const { labels } = frame;
  const T = frameLength(frame);
  if (!labels?.some((label) => label !== 0)) return { frame, removed: 0 };
  let normal = selectRows(frame, (t) => labels[t] === 0);
  for (let before = T; frameLength(normal) < before; ) {
    before = frameLength(normal);
    normal = widenGaps(normal, frame);
  }
  if (frameLength(normal) > 0) return { frame: normal, removed: T - frameLength(normal) };
  throw new DataError(
    `Some rows of ${what} must be labelled as normal, got none among ${T} rows. Give a recording of ` +
      'normal operation, or one without labels.',
  );
}

/** Without the rows that follow a removed one so closely that no gap is left. */
function widenGaps(normal: TimeSeriesFrame, whole: TimeSeriesFrame): TimeSeriesFrame {
  if (frameLength(normal) < 2) return normal;
  const limit = GAP_PERIODS * framePeriod(normal);
  const { timestamps } = normal;
  let row = 0; // of the whole recording, at or before the row in question
  return selectRows(normal, (t) => {
    if (t === 0) return true;
    while (whole.timestamps[row] < timestamps[t]) row++;
    const isFollowed = whole.timestamps[row - 1] === timestamps[t - 1];
    return isFollowed || timestamps[t] - timestamps[t - 1] > limit;
  });
}

function selectRows(frame: TimeSeriesFrame, isKept: (row: number) => boolean): TimeSeriesFrame {
  const { timestamps, values, labels, channels } = frame;
  const C = channels.length;
  const kept = Int32Array.from(timestamps.keys()).filter(isKept);
  const selected = new Float32Array(kept.length * C);
  for (const [n, t] of kept.entries()) selected.set(values.subarray(t * C, (t + 1) * C), n * C);
  return createFrame({
    ...frame,
    values: selected,
    timestamps: Float64Array.from(kept, (t) => timestamps[t]),
    labels: labels && Uint8Array.from(kept, (t) => labels[t]),
  });
}
