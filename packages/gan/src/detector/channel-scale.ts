/**
 * Channels in deviations from their means over the training rows: whatever the scaler of the pipeline, all channels weigh alike in
 * the losses, and the discriminator sees each of them.
 */
import { createFrame, type NamedArray, type TimeSeriesFrame } from '@anodec/core';

/** Mean and deviation of each channel. */
export interface ChannelScale {
  /** (C) */
  readonly means: Float32Array;
  /** (C), 1 for a channel that never changes. */
  readonly deviations: Float32Array;
}

/** Largest deviation that a network reads, so that one reading far out does not saturate it. */
const LARGEST = 10;

/** Learns the scale from the readings that there are. */
export function fitChannelScale(recordings: readonly TimeSeriesFrame[]): ChannelScale {
  const C = recordings[0].channels.length;
  const means = momentsOf(recordings, C, (value) => value);
  const variances = momentsOf(recordings, C, (value, c) => (value - means[c]) ** 2);
  return {
    means: Float32Array.from(means),
    deviations: Float32Array.from(variances, (variance) => Math.sqrt(variance) || 1),
  };
}

/** Mean of a function of the readings of each channel; 0 where there is none. */
function momentsOf(
  recordings: readonly TimeSeriesFrame[],
  C: number,
  of: (value: number, c: number) => number,
): Float64Array {
  const [sums, counts] = [new Float64Array(C), new Float64Array(C)];
  for (const { values } of recordings) {
    for (let i = 0; i < values.length; i++) {
      if (Number.isNaN(values[i])) continue;
      sums[i % C] += of(values[i], i % C);
      counts[i % C] += 1;
    }
  }
  return sums.map((sum, c) => sum / Math.max(counts[c], 1));
}

/** A recording in deviations. */
export function toDeviations(
  { means, deviations }: ChannelScale,
  frame: TimeSeriesFrame,
): TimeSeriesFrame {
  const C = means.length;
  const values = frame.values.map((value, i) => (value - means[i % C]) / deviations[i % C]);
  return createFrame({ ...frame, values, offsets: undefined });
}

/** Deviations as the networks read them: cut off far out. @param values any shape; NaN stays */
export function cutDeviations(values: Float32Array): Float32Array {
  return values.map((value) => Math.max(-LARGEST, Math.min(LARGEST, value)));
}

/** The scale among the arrays of a detector. */
export function scaleArrays({
  means,
  deviations,
}: ChannelScale): Readonly<Record<string, NamedArray>> {
  const shape = [means.length];
  return {
    'scale.means': { shape, data: means },
    'scale.deviations': { shape, data: deviations },
  };
}

/** The scale in the arrays of a detector. */
export function scaleIn(arrays: Readonly<Record<string, NamedArray>>): ChannelScale {
  return { means: arrays['scale.means'].data, deviations: arrays['scale.deviations'].data };
}
