/** Disturbances of recordings: what a plant does to sensors that no attack has touched. */
import { createFrame, createRandom, frameLength, type TimeSeriesFrame } from '@anodec/core';

/** A recording whose channel has no reading. */
export function withoutReadings(frame: TimeSeriesFrame, channel: string): TimeSeriesFrame {
  return mapChannel(frame, channel, () => NaN);
}

/** A recording whose channel reads `offset` more, in its unit. */
export function withOffset(
  frame: TimeSeriesFrame,
  channel: string,
  offset: number,
): TimeSeriesFrame {
  return mapChannel(frame, channel, (value) => value + offset);
}

/**
 * A recording with normal noise on every reading.
 *
 * @param deviations (C), of the noise, in the unit of each channel
 */
export function withNoise(
  frame: TimeSeriesFrame,
  deviations: Float64Array,
  seed: number,
): TimeSeriesFrame {
  const random = createRandom(seed);
  const C = frame.channels.length;
  const values = frame.values.map((value, i) => value + random.normal() * deviations[i % C]);
  return createFrame({ ...frame, values });
}

/** A recording without some rows, as after an outage: the clock jumps. @param rows `end` exclusive */
export function withGap(
  frame: TimeSeriesFrame,
  { start, end }: { readonly start: number; readonly end: number },
): TimeSeriesFrame {
  const kept = Array.from({ length: frameLength(frame) }, (_, t) => t).filter(
    (t) => t < start || t >= end,
  );
  const C = frame.channels.length;
  const values = new Float32Array(kept.length * C);
  kept.forEach((t, i) => values.set(frame.values.subarray(t * C, (t + 1) * C), i * C));
  const { labels } = frame;
  return createFrame({
    ...frame,
    values,
    timestamps: Float64Array.from(kept, (t) => frame.timestamps[t]),
    ...(labels && { labels: Uint8Array.from(kept, (t) => labels[t]) }),
  });
}

/** Standard deviation of each channel over all rows of frames, (C); 0 for channels without a reading. */
export function channelDeviations(frames: readonly TimeSeriesFrame[]): Float64Array {
  const C = frames.at(0)?.channels.length ?? 0;
  const [counts, means, squares] = [0, 1, 2].map(() => new Float64Array(C));
  for (const { values } of frames) {
    for (let i = 0; i < values.length; i++) {
      if (Number.isNaN(values[i])) continue;
      // Welford's update: sums of squares of large readings would lose their digits
      const c = i % C;
      const difference = values[i] - means[c];
      means[c] += difference / ++counts[c];
      squares[c] += difference * (values[i] - means[c]);
    }
  }
  return squares.map((sum, c) => (counts[c] > 0 ? Math.sqrt(sum / counts[c]) : 0));
}

function mapChannel(
  frame: TimeSeriesFrame,
  channel: string,
  change: (value: number) => number,
): TimeSeriesFrame {
  const C = frame.channels.length;
  const column = frame.channels.indexOf(channel);
  const values = frame.values.map((value, i) => (i % C === column ? change(value) : value));
  return createFrame({ ...frame, values });
}
