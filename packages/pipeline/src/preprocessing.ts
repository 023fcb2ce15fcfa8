/** From the units of sensors to what detectors see, and back; learned on training rows only. */
import {
  createFrame,
  type FittedDetector,
  frameLength,
  framePeriod,
  parseDuration,
  type ScoreOptions,
  type Scores,
  selectChannels,
  type TimeSeriesFrame,
} from '@anodec/core';
import {
  applyRecentring,
  applyScaler,
  createOneHot,
  decodeOneHot,
  encodeOneHot,
  fitRecentring,
  fitScaler,
  invertScaler,
  type OneHotEncoding,
  type Recentring,
  type Scaler,
  sumOneHot,
  type Wandering,
} from '@anodec/preprocess';
import type { RecordingConfig } from './settings.js';

/** What was learned about the readings; plain data, kept with the run. */
export interface Preprocessing {
  /** The channels that are judged, in order. */
  readonly channels: readonly string[];
  /** Left out where every channel is seen as it reads. */
  readonly oneHot?: OneHotEncoding;
  readonly scaler: Scaler;
  /** Left out where channels are taken as they are. */
  readonly recentring?: Recentring;
}

/** A recording in the units of its sensors and as detectors see it, row by row the same. */
export interface Recording {
  /** (T, C) */
  readonly raw: TimeSeriesFrame;
  /** (T, C), or more columns where channels of states have one for each. */
  readonly seen: TimeSeriesFrame;
  /** Channels that were brought back, in scaled units. */
  readonly wanderings: readonly Wandering[];
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
  config: RecordingConfig,
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
  const judged = judgedChannels({ channels }, frame);
  return oneHot ? encodeOneHot(oneHot, judged) : judged;
}

/** The channels of a frame that are judged. @throws DataError when one is not there */
export function judgedChannels(
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
  { recentre }: RecordingConfig,
): Recentring | undefined {
  if (recentre === 'none' || scaled[0].clock === 'rows' || names.length === 0) return undefined;
  const period = framePeriod(scaled[0]);
  const horizon = Math.max(LEAST_HORIZON, Math.round(parseDuration(recentre) / period));
  const longest = Math.max(...scaled.map(frameLength));
  // a level needs some horizons of training rows to show where it usually lies
  return longest >= 4 * horizon ? fitRecentring(scaled, horizon, names) : undefined;
}

/** Training rows as detectors learn from them: nothing is brought back to where it was learned. */
export function asLearned(preprocessing: Preprocessing, frame: TimeSeriesFrame): Recording {
  const seen = applyScaler(preprocessing.scaler, encode(preprocessing, frame));
  return { raw: judgedChannels(preprocessing, frame), seen, wanderings: [] };
}

/** A recording beside the form in which detectors see it. */
export function preprocess(frame: TimeSeriesFrame, preprocessing: Preprocessing): Recording {
  const { scaler, recentring } = preprocessing;
  if (!recentring) return asLearned(preprocessing, frame);
  const { clip, ...unclipped } = scaler; // a reading is brought back first and clipped last
  const scaled = applyScaler(unclipped, encode(preprocessing, frame));
  const { frame: recentred, wanderings } = applyRecentring(recentring, scaled);
  const seen = clip === undefined ? recentred : clipFrame(recentred, clip);
  return { raw: judgedChannels(preprocessing, frame), seen, wanderings };
}

function clipFrame(frame: TimeSeriesFrame, clip: number): TimeSeriesFrame {
  const values = frame.values.map((value) => Math.max(-clip, Math.min(clip, value)));
  return createFrame({ ...frame, values });
}

/**
 * Scores a recording; what was found of the columns of a channel is added up.
 *
 * @param input what the detector looks at
 * @returns rows (T), channels (T, C) of the recording's raw frame
 */
export async function scoreRecording(
  detector: FittedDetector,
  recording: Recording,
  input: 'raw' | 'seen',
  { oneHot }: Preprocessing,
  options: ScoreOptions,
): Promise<Scores> {
  const scores = await detector.score(recording[input], options);
  if (input === 'raw' || !oneHot || !scores.channels) return scores;
  return { rows: scores.rows, channels: sumOneHot(oneHot, scores.channels) };
}

/**
 * What a detector expected, in the units of the sensors.
 *
 * @param expected (T, K) as the detector sees a recording, NaN where it said nothing
 * @param seen the recording that it saw
 * @returns (T, C)
 */
export function expectedReadings(
  { scaler, oneHot }: Preprocessing,
  expected: Float32Array,
  seen: TimeSeriesFrame,
): Float32Array {
  const { values } = invertScaler(scaler, createFrame({ ...seen, values: expected }));
  return oneHot ? decodeOneHot(oneHot, values) : values;
}
