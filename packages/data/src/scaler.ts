/**
 * Scaling: each channel to comparable size, with figures learned on training rows only.
 *
 * A channel that never moved in training has no size to scale by. Its scale is 1: it stays in its
 * own unit, centred, so that a pump that is 1 throughout training and 2 under attack moves by 1.
 * That is a chosen size, not a measured one; to judge such channels by how rare a move is, normalise
 * the scores per channel.
 */
import {
  ConfigError,
  createFrame,
  DataError,
  frameLength,
  lookup,
  ShapeError,
  type TimeSeriesFrame,
} from '@anodec/core';

/** `standard`: mean 0, deviation 1; `minmax`: 0 to 1; `none`: as it is. */
export type ScalerKind = 'standard' | 'minmax' | 'none';

/** What was learned; plain numbers, so that it can be kept as JSON. Scaled = (raw − offset) / scale. */
export interface Scaler {
  readonly kind: ScalerKind;
  readonly channels: readonly string[];
  /** (C), in the unit of each channel. */
  readonly offsets: readonly number[];
  /** (C), above zero, in the unit of each channel. */
  readonly scales: readonly number[];
  /**
   * Largest size of a scaled value; larger ones are cut to it, and `invertScaler` cannot bring them
   * back. Left out, nothing is cut. Keeps one wild reading from ruling sums of squares.
   */
  readonly clip?: number;
}

/** What a scaler may be told. */
export interface ScalerOptions {
  readonly clip?: number;
}

/** To add a kind: one line here and in the type. */
const kinds: Readonly<
  Record<ScalerKind, (sums: ChannelSums) => { offset: number; scale: number }>
> = {
  standard: ({ mean, deviation }) => ({ offset: mean, scale: deviation }),
  minmax: ({ smallest, largest }) => ({ offset: smallest, scale: largest - smallest }),
  none: () => ({ offset: 0, scale: 1 }),
};

/**
 * Learns offset and scale of each channel. Missing readings do not count.
 *
 * @param recordings training rows, all with the same channels
 * @throws DataError when a channel has no reading at all, or one that is not finite
 * @throws ConfigError when the kind is not known or the clip not above 0
 *
 * Source: scikit-learn's StandardScaler (divisor N) and MinMaxScaler, with their scale of 1 for a
 * constant channel.
 */
export function fitScaler(
  kind: ScalerKind,
  recordings: TimeSeriesFrame | readonly TimeSeriesFrame[],
  { clip }: ScalerOptions = {},
): Scaler {
  const learn = lookup('scaler', kinds, kind);
  if (clip !== undefined && !(clip > 0))
    throw new ConfigError(`clip must be above 0, got ${clip}.`);
  const frames = 'channels' in recordings ? [recordings] : recordings;
  if (frames.length === 0) throw new DataError('A scaler must have a recording to learn from.');
  const { channels } = frames[0];
  for (const frame of frames) checkSameChannels(channels, frame);
  const learned = channels.map((name, c) => {
    const sums = sumChannel(frames, c, name);
    const { offset, scale } = learn(sums);
    return { offset, scale: sums.smallest === sums.largest ? 1 : scale };
  });
  return {
    kind,
    channels,
    offsets: learned.map(({ offset }) => offset),
    scales: learned.map(({ scale }) => scale),
    ...(clip === undefined ? {} : { clip }),
  };
}

interface ChannelSums {
  readonly mean: number;
  readonly deviation: number;
  readonly smallest: number;
  readonly largest: number;
}

/** Two passes in double precision: one pass over squares would lose a small deviation of a large level. */
function sumChannel(frames: readonly TimeSeriesFrame[], c: number, name: string): ChannelSums {
  let count = 0;
  let sum = 0;
  let smallest = Infinity;
  let largest = -Infinity;
  forEachReading(frames, c, (value) => {
    count++;
    sum += value;
    if (value < smallest) smallest = value;
    if (value > largest) largest = value;
  });
  if (count === 0 || !Number.isFinite(sum)) {
    throw new DataError(
      `${name} must have finite readings to learn its scale from, got ` +
        `${count === 0 ? 'none' : 'an infinite one'}. Leave the channel out.`,
    );
  }
  const mean = sum / count;
  let squares = 0;
  forEachReading(frames, c, (value) => {
    squares += (value - mean) ** 2;
  });
  return { mean, deviation: Math.sqrt(squares / count), smallest, largest };
}

function forEachReading(
  frames: readonly TimeSeriesFrame[],
  c: number,
  visit: (value: number) => void,
): void {
  for (const { values, channels } of frames) {
    for (let i = c; i < values.length; i += channels.length) {
      if (!Number.isNaN(values[i])) visit(values[i]);
    }
  }
}

/**
 * Scales a frame, copied.
 *
 * @throws ShapeError when the frame has other channels than the scaler
 */
export function applyScaler(scaler: Scaler, frame: TimeSeriesFrame): TimeSeriesFrame {
  const { offsets, scales, clip = Infinity } = scaler;
  return mapChannels(scaler, frame, (value, c) => {
    const scaled = (value - offsets[c]) / scales[c];
    return Math.max(-clip, Math.min(clip, scaled)); // NaN stays NaN
  });
}

/**
 * Brings scaled values back to the unit of their channels, copied; what was clipped stays clipped.
 *
 * @throws ShapeError when the frame has other channels than the scaler
 */
export function invertScaler(scaler: Scaler, frame: TimeSeriesFrame): TimeSeriesFrame {
  const { offsets, scales } = scaler;
  return mapChannels(scaler, frame, (value, c) => value * scales[c] + offsets[c]);
}

function mapChannels(
  scaler: Scaler,
  frame: TimeSeriesFrame,
  map: (value: number, channel: number) => number,
): TimeSeriesFrame {
  checkSameChannels(scaler.channels, frame);
  const C = frame.channels.length;
  const values = new Float32Array(frame.values.length);
  for (let t = 0, i = 0; t < frameLength(frame); t++) {
    for (let c = 0; c < C; c++, i++) values[i] = map(frame.values[i], c);
  }
  return createFrame({ ...frame, values });
}

function checkSameChannels(channels: readonly string[], frame: TimeSeriesFrame): void {
  const same =
    channels.length === frame.channels.length &&
    channels.every((name, c) => name === frame.channels[c]);
  if (same) return;
  throw new ShapeError(
    `A frame must have the channels of its scaler, ${channels.join(', ')}, in this order, got ` +
      `${frame.channels.join(', ')}. Pick them with selectChannels.`,
  );
}
