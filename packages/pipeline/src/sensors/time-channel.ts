/** Time as a channel, for comparison with programs that learned from it. */
import { createFrame, DataError, frameLength, type TimeSeriesFrame } from '@anodec/core';

/** Name of the channel. */
const TIME = 'Time';

/**
 * Adds the time of each row as the last channel, in seconds from an origin.
 *
 * @param origin in the clock of the frame, milliseconds; near the readings, because values are float32
 * @throws DataError when the readings have a column of that name
 */
export function withTime(frame: TimeSeriesFrame, origin: number): TimeSeriesFrame {
  const { channels, values, timestamps, offsets, clock } = frame;
  if (channels.includes(TIME)) {
    throw new DataError(
      `Readings must have no column ${TIME} where their time is added under that name, got one. ` +
        'Rename it, or set `timeFeature` to false.',
    );
  }
  const C = channels.length;
  const timed = new Float32Array(frameLength(frame) * (C + 1));
  for (let t = 0; t < timestamps.length; t++) {
    timed.set(values.subarray(t * C, (t + 1) * C), t * (C + 1));
    timed[t * (C + 1) + C] = (timestamps[t] - origin) / 1000;
  }
  return createFrame({
    values: timed,
    channels: [...channels, TIME],
    timestamps,
    clock,
    ...(offsets && { offsets: Float64Array.of(...offsets, 0) }),
  });
}
