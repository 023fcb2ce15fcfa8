/** From the units of sensors to the inputs of detectors, and back; learned on training rows only. */
import {
  createFrame,
  frameLength,
  framePeriod,
  parseDuration,
  selectChannels,
  type TimeSeriesFrame,
} from '@anodec/core';
import type { PreprocessConfig } from './config.js';
import { createOneHot, decodeOneHot, encodeOneHot, type OneHotEncoding } from './one-hot.js';
import { applyRecentring, type ChannelDrift, fitRecentring, type Recentring } from './recentre.js';
import { applyScaler, fitScaler, invertScaler, type Scaler } from './scaler/index.js';

/** What was learned about the readings; plain data, kept with the run. */
export interface Preprocessing {
  /** The channels that detectors score, in order. */
  readonly channels: readonly string[];
  /** Absent where no channel has states of its own. */
  readonly oneHot?: OneHotEncoding;
  readonly scaler: Scaler;
  /** Absent where channels are never re-centred. */
  readonly recentring?: Recentring;
}

/** A recording in the units of its sensors beside the inputs of detectors, row by row the same. */
export interface PreparedFrame {
  /** (T, C) */
  readonly raw: TimeSeriesFrame;
  /** (T, C), or more columns where channels of states have one for each. */
  readonly inputs: TimeSeriesFrame;
  /** Channels that drifted and were re-centred, in scaled units. */
  readonly drifts: readonly ChannelDrift[];
}

/** Channels that show states, with their states; see `discreteStates`. */
export type States = ReadonlyMap<string, readonly number[]>;

/**
 * Learns on training rows.
 *
 * @param training in the units of the sensors, every channel there is
 * @param states of the channels that the settings treat apart
 */
export function fitPreprocessing(
  training: readonly TimeSeriesFrame[],
  states: States,
  config: PreprocessConfig,
): Preprocessing {
  const discrete = [...states.keys()];
  const all = training[0].channels;
  const excluded = config.discrete === 'exclude' ? discrete : [];
  const channels = all.filter((name) => !excluded.includes(name));
  const oneHot = config.discrete === 'one-hot' ? createOneHot(channels, states) : undefined;
  const frames = training.map((frame) => encode({ channels, oneHot }, frame));
  const apart = columnsApart(discrete, oneHot);
  const scaler = fitScaler(config.scaler, frames, {
    clip: config.clip,
    // shares of states are between 0 and 1 already
    apart: { kind: oneHot ? 'none' : 'minmax', channels: apart },
  });
  const scaled = frames.map((frame) => applyScaler(scaler, frame));
  const quantities = frames[0].channels.filter((name) => !apart.includes(name));
  const recentring = fitRecentringOf(scaled, quantities, config);
  return { channels, ...(oneHot && { oneHot }), scaler, ...(recentring && { recentring }) };
}

function columnsApart(discrete: readonly string[], oneHot?: OneHotEncoding): readonly string[] {
  if (!oneHot) return discrete;
  return oneHot.columns.filter(({ state }) => state !== undefined).map(({ name }) => name);
}

function encode(
  { channels, oneHot }: Pick<Preprocessing, 'channels' | 'oneHot'>,
  frame: TimeSeriesFrame,
): TimeSeriesFrame {
  const kept = keptChannels({ channels }, frame);
  return oneHot ? encodeOneHot(oneHot, kept) : kept;
}

/** The channels of a frame that detectors score. @throws DataError when one is not there */
export function keptChannels(
  { channels }: Pick<Preprocessing, 'channels'>,
  frame: TimeSeriesFrame,
): TimeSeriesFrame {
  const same = frame.channels.join('\n') === channels.join('\n');
  return same ? frame : selectChannels(frame, channels);
}

/** Rows of a horizon, at least: where rows lie minutes apart, attacks last hours. */
const LEAST_HORIZON = 720;

function fitRecentringOf(
  scaled: readonly TimeSeriesFrame[],
  names: readonly string[],
  { recentre }: PreprocessConfig,
): Recentring | undefined {
  if (recentre === 'none' || scaled[0].clock === 'rows' || names.length === 0) return undefined;
  const period = framePeriod(scaled[0]);
  const horizon = Math.max(LEAST_HORIZON, Math.round(parseDuration(recentre) / period));
  const longest = Math.max(...scaled.map(frameLength));
  // a level needs some horizons of training rows to show where it usually lies
  return longest >= 4 * horizon ? fitRecentring(scaled, horizon, names) : undefined;
}

/** Training rows as detectors learn from them: scaled, never re-centred. */
export function prepareTraining(
  preprocessing: Preprocessing,
  frame: TimeSeriesFrame,
): PreparedFrame {
  const inputs = applyScaler(preprocessing.scaler, encode(preprocessing, frame));
  return { raw: keptChannels(preprocessing, frame), inputs, drifts: [] };
}

/** A recording and the inputs that detectors make of it: encoded, scaled, re-centred, clipped. */
export function prepareFrame(frame: TimeSeriesFrame, preprocessing: Preprocessing): PreparedFrame {
  const { scaler, recentring } = preprocessing;
  if (!recentring) return prepareTraining(preprocessing, frame);
  const { clip, ...unclipped } = scaler; // a reading is re-centred first and clipped last
  const scaled = applyScaler(unclipped, encode(preprocessing, frame));
  const { frame: recentred, drifts } = applyRecentring(recentring, scaled);
  const inputs = clip === undefined ? recentred : clipFrame(recentred, clip);
  return { raw: keptChannels(preprocessing, frame), inputs, drifts };
}

function clipFrame(frame: TimeSeriesFrame, clip: number): TimeSeriesFrame {
  const values = frame.values.map((value) => Math.max(-clip, Math.min(clip, value)));
  return createFrame({ ...frame, values });
}

/**
 * What a detector expected, in the units of the sensors.
 *
 * @param expected (T, K) as the detector outputs it, NaN where it has no output
 * @param inputs the inputs that it received
 * @returns (T, C)
 */
export function expectedReadings(
  { scaler, oneHot }: Preprocessing,
  expected: Float32Array,
  inputs: TimeSeriesFrame,
): Float32Array {
  const { values } = invertScaler(scaler, createFrame({ ...inputs, values: expected }));
  return oneHot ? decodeOneHot(oneHot, values) : values;
}
