/**
 * Scaling: each channel to comparable size, learned on training rows only.
 *
 * A channel that never moved in training has no size to scale by. Its scale is 1: it stays in its
 * own unit, centred, so that a pump that is 1 throughout training and 2 under attack moves by 1.
 * That is a chosen size, not a measured one; to rate such channels by how rare a move is, normalise
 * the scores per channel.
 */
import {
  channelValues,
  checkSameChannels,
  concatenate,
  ConfigError,
  createFrame,
  createStage,
  DataError,
  parseConfig,
  type Stage,
  type TimeSeriesFrame,
} from '@anodec/core';
import { type ChannelMap, type ChannelScaling, openMap, type ScalerRule } from './channel-map.js';
import { rangeOf } from './range.js';
import { scalers } from './registry.js';

/** Settings of a scaler: its kind and its options, in the table of this package or added to it. */
export interface ScalerChoice {
  readonly kind: string;
  readonly [option: string]: unknown;
}

/** A fitted scaler; plain data, so that it can be kept as JSON. */
export interface Scaler {
  readonly kind: string;
  readonly channels: readonly string[];
  /** (C) */
  readonly maps: readonly ChannelMap[];
  /**
   * Largest size of a scaled value; larger ones are cut to it, which `invertScaler` cannot undo.
   * Nothing is cut where it is absent. Keeps one outlier from dominating sums of squares.
   */
  readonly clip?: number;
}

/** Options of a fit that do not depend on the kind of scaler. */
export interface ScalerOptions {
  readonly clip?: number;
  /** Channels, such as actuators, that a scaler with linear maps scales instead of the first one. */
  readonly apart?: { readonly scaler: ScalerChoice; readonly channels: readonly string[] };
}

/**
 * Learns the map of each channel. Missing readings do not count.
 *
 * @param recordings training rows, all with the same channels
 * @throws DataError when a channel has no reading at all, or one that is not finite
 * @throws ConfigError when the settings do not fit the kind, or the clip is not above 0
 *
 * Source: the scalers of scikit-learn, with their scale of 1 for a constant channel.
 */
export function fitScaler(
  given: ScalerChoice,
  recordings: TimeSeriesFrame | readonly TimeSeriesFrame[],
  { clip, apart }: ScalerOptions = {},
): Scaler {
  const usual = learner(given);
  const other = apart && learner(apart.scaler);
  if (clip !== undefined && !(clip > 0))
    throw new ConfigError(`clip must be above 0, got ${clip}.`);
  const frames = 'channels' in recordings ? [recordings] : recordings;
  if (frames.length === 0) throw new DataError('A scaler must have a recording to learn from.');
  const { channels } = frames[0];
  for (const frame of frames) checkSameChannels(frame.channels, channels, 'the training rows');
  const maps = channels.map((name, c) => {
    const readings = concatenate(frames.map((frame) => channelValues(frame, c)));
    return learnMap(other && apart.channels.includes(name) ? other : usual, readings, name);
  });
  return { kind: given.kind, channels, maps, ...(clip === undefined ? {} : { clip }) };
}

interface Learner {
  readonly rule: ScalerRule;
  readonly settings: unknown;
}

function learner(given: ScalerChoice): Learner {
  const rule: ScalerRule = scalers.get(given.kind);
  return { rule, settings: parseConfig(rule.settings, given, 'the settings of the scaler') };
}

function learnMap({ rule, settings }: Learner, column: Float32Array, name: string): ChannelMap {
  const readings = column.filter((reading) => !Number.isNaN(reading));
  const { low, high } = rangeOf(readings);
  if (readings.length === 0 || !Number.isFinite(high - low)) {
    throw new DataError(
      `${name} must have finite readings to learn its scale from, got ` +
        `${readings.length === 0 ? 'none' : 'an infinite one'}. Exclude the channel.`,
    );
  }
  if (low < high || rule.fitsConstants) return rule.fit(settings, readings);
  return { offset: low, scale: 1 };
}

/** The scaler as a stage over readings (n, C); rows do not depend on each other. */
export function scalerStage(scaler: Scaler): Stage<Float32Array, Float32Array> {
  const { clip = Infinity } = scaler;
  const maps = openMaps(scaler);
  return createStage(() => ({
    push: (readings) =>
      mapChannels(
        readings,
        maps,
        ({ scale }, reading) => Math.max(-clip, Math.min(clip, scale(reading))), // NaN stays NaN
      ),
  }));
}

/**
 * Scales the values of a frame, copied; missing readings stay missing. The scaled frame has no offsets.
 *
 * @throws ShapeError when the frame has other channels than the scaler
 */
export function applyScaler(scaler: Scaler, frame: TimeSeriesFrame): TimeSeriesFrame {
  checkSameChannels(frame.channels, scaler.channels, 'the frame');
  const values = scalerStage(scaler).apply(frame.values);
  return createFrame({ ...frame, values, offsets: undefined });
}

/**
 * Converts scaled values back to the unit of their channels, less the offsets of the frame that was
 * scaled, copied; what was clipped stays clipped.
 *
 * @throws ShapeError when the frame has other channels than the scaler
 */
export function invertScaler(scaler: Scaler, frame: TimeSeriesFrame): TimeSeriesFrame {
  checkSameChannels(frame.channels, scaler.channels, 'the frame');
  const values = mapChannels(frame.values, openMaps(scaler), ({ invert }, value) => invert(value));
  return createFrame({ ...frame, values });
}

function openMaps({ kind, maps }: Scaler): ChannelScaling[] {
  const rule: ScalerRule = scalers.get(kind);
  return maps.map((map) => openMap(rule, map));
}

function mapChannels(
  values: Float32Array,
  maps: readonly ChannelScaling[],
  map: (scaling: ChannelScaling, value: number) => number,
): Float32Array {
  const C = maps.length;
  const mapped = new Float32Array(values.length);
  for (let i = 0; i < values.length; i += C) {
    for (let c = 0; c < C; c++) mapped[i + c] = map(maps[c], values[i + c]);
  }
  return mapped;
}
