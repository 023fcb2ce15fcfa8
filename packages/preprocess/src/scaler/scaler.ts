/**
 * Scaling: each channel to comparable size, with figures learned on training rows only.
 *
 * A channel that never moved in training has no size to scale by. Its scale is 1: it stays in its
 * own unit, centred, so that a pump that is 1 throughout training and 2 under attack moves by 1.
 * That is a chosen size, not a measured one; to judge such channels by how rare a move is, normalise
 * the scores per channel.
 */
import {
  concatenate,
  channelValues,
  ConfigError,
  createFrame,
  DataError,
  frameLength,
  lookup,
  ShapeError,
  type TimeSeriesFrame,
} from '@anodec/core';
import type { ChannelMap, ScalerRule } from './channel-map.js';
import { fromDeviate, toDeviate } from './quantile.js';
import { rangeOf } from './range.js';
import { type ScalerKind, scalers } from './registry.js';

/** What was learned; plain data, so that it can be kept as JSON. */
export interface Scaler {
  readonly kind: ScalerKind;
  readonly channels: readonly string[];
  /** (C) */
  readonly maps: readonly ChannelMap[];
  /**
   * Largest size of a scaled value; larger ones are cut to it, and `invertScaler` cannot bring them
   * back. Left out, nothing is cut. Keeps one wild reading from ruling sums of squares.
   */
  readonly clip?: number;
}

/** What a scaler may be told. */
export interface ScalerOptions {
  readonly clip?: number;
  /** Channels that are scaled by another kind, such as actuators; the others by the first. */
  readonly apart?: { readonly kind: ScalerKind; readonly channels: readonly string[] };
}

/**
 * Learns the map of each channel. Missing readings do not count.
 *
 * @param recordings training rows, all with the same channels
 * @throws DataError when a channel has no reading at all, or one that is not finite
 * @throws ConfigError when the kind is not known or the clip not above 0
 *
 * Source: the scalers of scikit-learn, with their scale of 1 for a constant channel.
 */
export function fitScaler(
  kind: ScalerKind,
  recordings: TimeSeriesFrame | readonly TimeSeriesFrame[],
  { clip, apart }: ScalerOptions = {},
): Scaler {
  const usual = lookup<ScalerRule>('scaler', scalers, kind);
  const other = apart && lookup<ScalerRule>('scaler', scalers, apart.kind);
  if (clip !== undefined && !(clip > 0))
    throw new ConfigError(`clip must be above 0, got ${clip}.`);
  const frames = 'channels' in recordings ? [recordings] : recordings;
  if (frames.length === 0) throw new DataError('A scaler must have a recording to learn from.');
  const { channels } = frames[0];
  for (const frame of frames) checkSameChannels(channels, frame);
  const maps = channels.map((name, c) => {
    const readings = concatenate(frames.map((frame) => channelValues(frame, c)));
    return learn(other && apart.channels.includes(name) ? other : usual, readings, name);
  });
  return { kind, channels, maps, ...(clip === undefined ? {} : { clip }) };
}

function learn(rule: ScalerRule, column: Float32Array, name: string): ChannelMap {
  const readings = column.filter((reading) => !Number.isNaN(reading));
  const { low, high } = rangeOf(readings);
  if (readings.length === 0 || !Number.isFinite(high - low)) {
    throw new DataError(
      `${name} must have finite readings to learn its scale from, got ` +
        `${readings.length === 0 ? 'none' : 'an infinite one'}. Leave the channel out.`,
    );
  }
  if (low < high) return rule(readings);
  return rule === scalers.none ? rule(readings) : { offset: low, scale: 1 };
}

/**
 * Scales a frame, copied; missing readings stay missing.
 *
 * @throws ShapeError when the frame has other channels than the scaler
 */
export function applyScaler(scaler: Scaler, frame: TimeSeriesFrame): TimeSeriesFrame {
  const { maps, clip = Infinity } = scaler;
  return mapChannels(scaler, frame, (value, c) => {
    const map = maps[c];
    const scaled = 'scale' in map ? (value - map.offset) / map.scale : toDeviate(map, value);
    return Math.max(-clip, Math.min(clip, scaled)); // NaN stays NaN
  });
}

/**
 * Brings scaled values back to the unit of their channels, copied; what was clipped stays clipped.
 *
 * @throws ShapeError when the frame has other channels than the scaler
 */
export function invertScaler(scaler: Scaler, frame: TimeSeriesFrame): TimeSeriesFrame {
  return mapChannels(scaler, frame, (value, c) => {
    const map = scaler.maps[c];
    return 'scale' in map ? value * map.scale + map.offset : fromDeviate(map, value);
  });
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
