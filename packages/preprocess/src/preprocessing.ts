/** From the units of sensors to the inputs of detectors, and back; learned on training rows only. */
import {
  createFrame,
  createStage,
  frameLength,
  framePeriod,
  parseDuration,
  selectChannels,
  type Stage,
  type TimeSeriesFrame,
  withOffsets,
} from '@anodec/core';
import type { PreprocessConfig } from './config.js';
import {
  createOneHot,
  decodeOneHot,
  encodeOneHot,
  type OneHotEncoding,
  oneHotStage,
} from './one-hot.js';
import type { Preprocessing } from './preprocessing-schema.js';
import { type ChannelDrift, fitRecentring, type Recentring, startRecentring } from './recentre.js';
import { type Rows, viewRows } from './rows.js';
import { applyScaler, fitScaler, invertScaler, type Scaler, scalerStage } from './scaler/index.js';

/** A recording in the units of its sensors, less the offsets of training, beside the inputs of detectors, row by row the same. */
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
 * @param period interval of the rows where they were aggregated; their median step unless given
 */
export function fitPreprocessing(
  training: readonly TimeSeriesFrame[],
  states: States,
  config: PreprocessConfig,
  period = periodOf(training),
): Preprocessing {
  const discrete = [...states.keys()];
  const all = training[0].channels;
  const excluded = config.discrete === 'exclude' ? discrete : [];
  const channels = all.filter((name) => !excluded.includes(name));
  const offsets = offsetsIn(selectChannels(training[0], channels));
  const oneHot = config.discrete === 'one-hot' ? createOneHot(channels, states) : undefined;
  const frames = training.map((frame) => encode({ channels, offsets, oneHot }, frame));
  const apart = columnsApart(discrete, oneHot);
  const scaler = fitScaler(config.scaler, frames, {
    ...(config.clip !== 'none' && { clip: config.clip }),
    // shares of states are between 0 and 1 already
    apart: { scaler: { kind: oneHot ? 'none' : 'minmax' }, channels: apart },
  });
  const quantities = frames[0].channels.filter((name) => !apart.includes(name));
  const recentring = fitRecentringOf(frames, scaler, quantities, config);
  const { sampleFreq, aggregate, gapTolerance, missing } = config;
  return {
    channels,
    ...(offsets && { offsets }),
    ...(oneHot && { oneHot }),
    scaler,
    ...(recentring && { recentring }),
    ...(period !== undefined && { period }),
    rows: { sampleFreq, aggregate, gapTolerance, missing },
  };
}

function offsetsIn({ offsets }: TimeSeriesFrame): readonly number[] | undefined {
  return offsets && [...offsets];
}

/** Interval of training rows, in milliseconds; undefined where no recording shows one. */
function periodOf(training: readonly TimeSeriesFrame[]): number | undefined {
  const timed = training.find((frame) => frame.clock !== 'rows' && frameLength(frame) >= 2);
  return timed && framePeriod(timed);
}

function columnsApart(discrete: readonly string[], oneHot?: OneHotEncoding): readonly string[] {
  if (!oneHot) return discrete;
  return oneHot.columns.filter(({ state }) => state !== undefined).map(({ name }) => name);
}

function encode(
  { channels, offsets, oneHot }: Pick<Preprocessing, 'channels' | 'offsets' | 'oneHot'>,
  frame: TimeSeriesFrame,
): TimeSeriesFrame {
  const kept = keptChannels({ channels, offsets }, frame);
  return oneHot ? encodeOneHot(oneHot, kept) : kept;
}

/**
 * The channels of a frame that detectors score, with the offsets of training.
 *
 * @throws DataError when one is not there
 */
export function keptChannels(
  { channels, offsets }: Pick<Preprocessing, 'channels' | 'offsets'>,
  frame: TimeSeriesFrame,
): TimeSeriesFrame {
  const same = frame.channels.join('\n') === channels.join('\n');
  const kept = same ? frame : selectChannels(frame, channels);
  return withOffsets(kept, offsets && Float64Array.from(offsets));
}

/** Fewest rows of a horizon: where rows are minutes apart, attacks last hours. */
const LEAST_HORIZON = 720;

function fitRecentringOf(
  frames: readonly TimeSeriesFrame[],
  scaler: Scaler,
  names: readonly string[],
  { recentre }: PreprocessConfig,
): Recentring | undefined {
  if (recentre === 'none' || frames[0].clock === 'rows' || names.length === 0) return undefined;
  const period = framePeriod(frames[0]);
  const horizon = Math.max(LEAST_HORIZON, Math.round(parseDuration(recentre) / period));
  const longest = Math.max(...frames.map(frameLength));
  // the usual range of a level takes some horizons of training rows
  if (longest < 4 * horizon) return undefined;
  const scaled = frames.map((frame) => applyScaler(scaler, frame));
  return fitRecentring(scaled, horizon, names);
}

/** Training rows as detectors learn from them: scaled, never re-centred. */
export function prepareTraining(
  preprocessing: Preprocessing,
  frame: TimeSeriesFrame,
): PreparedFrame {
  const inputs = applyScaler(preprocessing.scaler, encode(preprocessing, frame));
  return { raw: keptChannels(preprocessing, frame), inputs, drifts: [] };
}

/** Rows of a recording that are prepared at once. */
const ROWS_AT_ONCE = 4096;

/** A recording and the inputs that detectors make of it: encoded, scaled, re-centred, clipped. */
export function prepareFrame(frame: TimeSeriesFrame, preprocessing: Preprocessing): PreparedFrame {
  const raw = keptChannels(preprocessing, frame);
  const stream = startInputs(preprocessing);
  const { channels } = preprocessing.scaler;
  const [T, C, K] = [frameLength(raw), raw.channels.length, channels.length];
  const values = new Float32Array(T * K);
  // scaled, re-centred and clipped rows are arrays of their own, which need not have the size of the recording
  for (let start = 0; start < T; start += ROWS_AT_ONCE) {
    const rows = viewRows(raw, C, start, start + ROWS_AT_ONCE);
    values.set(stream.push(rows).values, start * K);
  }
  const inputs = createFrame({ ...raw, channels, values, offsets: undefined }); // no readings
  return { raw, inputs, drifts: stream.drifts() };
}

/** The inputs of detectors in the middle of a recording. */
export interface InputStream {
  /**
   * The inputs of the next rows, at once.
   *
   * @param rows (n, C), the channels of the preprocessing in their order, in the units of the sensors,
   *   less its offsets
   * @returns (n, K)
   */
  push(rows: Rows): Rows;
  /** Channels that drifted and were re-centred so far, in scaled units. */
  drifts(): ChannelDrift[];
}

/**
 * Starts making inputs of rows at their final interval: encoded, scaled, re-centred, clipped. No row is
 * held back; a row depends on earlier ones only where it is re-centred, see `startRecentring`.
 */
export function startInputs({ oneHot, scaler, recentring }: Preprocessing): InputStream {
  const encoding = oneHot && oneHotStage(oneHot);
  const { clip, ...unclipped } = scaler;
  // a reading is re-centred first and clipped last
  const scaling = scalerStage(recentring ? unclipped : scaler).start();
  const recentred = recentring && startRecentring(recentring, scaler.channels);
  const clipping = clipStage(clip).start();
  return {
    push(rows) {
      const values = scaling.push(encoding ? encoding.apply(rows.values) : rows.values);
      if (!recentred) return { ...rows, values };
      const moved = recentred.push({ ...rows, values });
      return { ...moved, values: clipping.push(moved.values) };
    },
    drifts: () => recentred?.drifts() ?? [],
  };
}

/** Cuts values to a largest size, nothing for undefined; rows do not depend on each other. */
export function clipStage(clip = Infinity): Stage<Float32Array, Float32Array> {
  return createStage(() => ({
    push: (values) => values.map((value) => Math.max(-clip, Math.min(clip, value))),
  }));
}

/**
 * The readings that a detector expected, in the units of the sensors, less the offsets of training.
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
