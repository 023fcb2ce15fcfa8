/**
 * New readings of a few sensors against earlier ones, row by row: no window, no training by epochs, an answer at once.
 *
 * Time is not a channel, unless asked for, because new rows are always later than those that were learned from. The threshold is the score
 * that a chosen share of the rows learned from exceeds, so that another share needs no other fit.
 */
import {
  checkStopped,
  DataError,
  type FittedDetector,
  type Listeners,
  quantiles,
  type Scores,
  selectChannels,
  type TimeSeriesFrame,
  withOffsets,
} from '@anodec/core';
import { PrepareConfig, readFrame } from '@anodec/data';
import { applyScaler, fitScaler, type Scaler } from '@anodec/preprocess';
import { createDetector } from '../detectors/registry.js';
import { withTime } from './time-channel.js';
import type { SensorModel } from './sensor-models.js';
import { usualRows, withUsual } from './usual-rows.js';

/** Shares of rows learned from that may count as anomalous: 0.01 to 0.05, the last one usual. */
export const CONTAMINATIONS: readonly number[] = Array.from(
  { length: 41 },
  (_, i) => (10 + i) / 1000,
);

/** A threshold for each share; all the same in a model that has its own. */
export interface SensorThreshold {
  readonly contamination: number;
  readonly threshold: number;
}

/** A model that has learned. */
export interface FittedSensors {
  readonly model: SensorModel;
  /** First time of the readings learned from, in milliseconds, where time is a channel. */
  readonly timeOrigin: number | undefined;
  /** (C), of the readings learned from; new ones are taken less the same. */
  readonly offsets: Float64Array | undefined;
  readonly scaler: Scaler;
  readonly detector: FittedDetector;
  readonly thresholds: readonly SensorThreshold[];
  /** (R, C), rows learned from that are not anomalous, scaled and complete; they say what is usual. */
  readonly usual: Float32Array;
}

/** Readings with their scores. */
export interface ScoredSensors {
  readonly frame: TimeSeriesFrame;
  readonly thresholds: readonly SensorThreshold[];
  /** (T), NaN where a row has no reading. */
  readonly score: Float32Array;
  /**
   * For rows above the lowest threshold: channels with their part of the score, largest first; none where no channel
   * alone is odd, but their combination.
   */
  readonly reasons: ReadonlyMap<number, readonly SensorPart[]>;
}

/** A channel and its part of the score of a row, in (0, 1]. */
export interface SensorPart {
  readonly channel: string;
  readonly share: number;
}

/** Reads a table of readings; columns that are constant stay. @throws DataError that names the place */
export async function readSensors(
  path: string,
  listeners: Listeners = {},
): Promise<TimeSeriesFrame> {
  const { frame } = await readFrame(path, PrepareConfig.parse({ dropConstant: false }), listeners);
  return frame;
}

/** How readings are looked at. */
export interface SensorOptions {
  /** Whether time counts as one more channel, as in programs that learned from it; usually not. */
  readonly timeFeature?: boolean;
}

/** Learns from readings, those that are scored for a model that learns from them. */
export async function fitSensors(
  model: SensorModel,
  readings: TimeSeriesFrame,
  listeners: Listeners = {},
  { timeFeature = false }: SensorOptions = {},
): Promise<FittedSensors> {
  const timeOrigin = timeFeature ? readings.timestamps.at(0) : undefined;
  const frame = timeOrigin === undefined ? readings : withTime(readings, timeOrigin);
  const scaler = fitScaler({ kind: 'standard' }, [frame]);
  const scaled = applyScaler(scaler, frame);
  const detector = await createDetector(model.detector, model.options).fit([scaled], listeners);
  const { rows } = await detector.score(scaled, listeners);
  const thresholds = thresholdsOf(model, rows);
  const usual = usualRows(scaled, rows, thresholds[0].threshold);
  return { model, timeOrigin, offsets: readings.offsets, scaler, detector, thresholds, usual };
}

function thresholdsOf({ threshold }: SensorModel, scores: Float32Array): SensorThreshold[] {
  if (threshold !== undefined) {
    return CONTAMINATIONS.map((contamination) => ({ contamination, threshold }));
  }
  const known = scores.filter((score) => !Number.isNaN(score));
  const limits = quantiles(
    known,
    CONTAMINATIONS.map((share) => 1 - share),
  );
  return CONTAMINATIONS.map((contamination, i) => ({ contamination, threshold: limits[i] }));
}

/**
 * Scores readings.
 *
 * @throws DataError when a channel that was learned from is missing
 */
export async function scoreSensors(
  { timeOrigin, offsets, scaler, detector, thresholds, usual }: FittedSensors,
  readings: TimeSeriesFrame,
  listeners: Listeners = {},
): Promise<ScoredSensors> {
  const { channels } = scaler;
  const sensors = timeOrigin === undefined ? channels : channels.slice(0, -1);
  const frame = withOffsets(withChannels(readings, sensors), offsets);
  const timed = timeOrigin === undefined ? frame : withTime(frame, timeOrigin);
  const scaled = applyScaler(scaler, timed);
  const scores = await detector.score(scaled, listeners);
  const lowest = thresholds.reduce((least, { threshold }) => Math.min(least, threshold), Infinity);
  const above = [...scores.rows.keys()].filter((t) => scores.rows[t] > lowest);
  const parts = await partsOf({ detector, usual }, scaled, scores, above, listeners);
  const reasons = new Map(above.map((t, i) => [t, rank(channels, parts[i])]));
  return { frame, thresholds, score: scores.rows, reasons };
}

function withChannels(frame: TimeSeriesFrame, channels: readonly string[]): TimeSeriesFrame {
  const missing = channels.filter((name) => !frame.channels.includes(name));
  if (missing.length === 0) return selectChannels(frame, channels);
  throw new DataError(
    `The new readings must have the columns of the earlier ones, but lack ${missing.join(', ')}. ` +
      'Rename or add them.',
  );
}

/**
 * For each of the rows the part of each channel: its own score where there is one, else what the row would score less with the
 * reading that is usual beside its other readings.
 */
async function partsOf(
  { detector, usual }: Pick<FittedSensors, 'detector' | 'usual'>,
  scaled: TimeSeriesFrame,
  { rows, channels }: Scores,
  above: readonly number[],
  listeners: Listeners,
): Promise<number[][]> {
  const C = scaled.channels.length;
  if (channels) {
    return above.map((t) => Array.from(channels.subarray(t * C, (t + 1) * C)));
  }
  const parts: number[][] = above.map(() => []);
  for (let c = 0; c < C; c++) {
    checkStopped(listeners.signal, 'looking for reasons');
    const changed = withUsual(scaled, above, c, usual);
    const without = await detector.score(changed, listeners);
    for (const [i, t] of above.entries()) parts[i].push(rows[t] - without.rows[i]);
  }
  return parts;
}

/** Channels with a positive part, as shares, largest first. */
function rank(channels: readonly string[], parts: readonly number[]): SensorPart[] {
  const sum = parts.reduce((total, part) => total + Math.max(0, part), 0);
  return channels
    .map((channel, c) => ({ channel, share: parts[c] / sum }))
    .filter(({ share }) => share > 0)
    .sort((a, b) => b.share - a.share);
}
