/**
 * Preprocessing of a recording with nothing but what was fitted: whole, or of rows as they come, with
 * the same result to the bit.
 */
import { createFrame, DataError, type TimeSeriesFrame } from '@anodec/core';
import { parseAggregation } from './aggregates.js';
import { type CollectedFrame, collectFrame } from './collect.js';
import { chooseInterval } from './interval.js';
import { missingStream } from './missing/index.js';
import { keptChannels, type PreparedFrame, prepareFrame, startInputs } from './preprocessing.js';
import type { Preprocessing } from './preprocessing-schema.js';
import type { ChannelDrift } from './recentre.js';
import { startResampling } from './resample.js';
import { chainStreams, type Rows, type RowStream, type StreamParts } from './rows.js';

type RowSettings = NonNullable<Preprocessing['rows']>;

/** The settings for rows of files written before they were kept: rows stay as they are. */
const ROWS_AS_THEY_ARE: RowSettings = {
  sampleFreq: 'none',
  aggregate: ['mean'],
  gapTolerance: 0,
  missing: { kind: 'mask' },
};

/** A recording prepared for detectors, with what was done to its rows. */
export interface PreprocessedRecording extends PreparedFrame, Omit<CollectedFrame, 'frame'> {}

/** Rows prepared for detectors. */
export interface PreprocessedRows {
  /** (n), in the clock of the recording. */
  readonly timestamps: Float64Array;
  /** (n, C), the channels of the preprocessing, in the units of the sensors, less its offsets. */
  readonly raw: Float32Array;
  /** (n, K), the channels of its scaler. */
  readonly inputs: Float32Array;
}

/** Preprocessing in the middle of a recording. */
export interface PreprocessingStream {
  /**
   * The rows that are complete now.
   *
   * @param timestamps (R), increasing, after those pushed before
   * @param values (R, C) of the channels that the stream was started with, in their order, as float64
   *   where float32 does not hold their steps; copied, so that both arrays may be used again
   * @throws DataError when time does not increase, or missing readings are refused
   */
  push(timestamps: Float64Array, values: Float32Array | Float64Array): PreprocessedRows;
  /** The rows that were still held back, at the end of the recording. */
  finish(): PreprocessedRows;
  /** Channels that drifted and were re-centred so far, in scaled units. */
  drifts(): ChannelDrift[];
}

/**
 * Preprocesses a whole recording: aggregated to the interval of the training rows, missing rows and
 * readings treated as in training, encoded, scaled, re-centred, clipped.
 *
 * @param frame with at least the channels of the preprocessing, in any order; others play no part
 * @param what the frame is, for messages
 * @throws DataError when a channel is missing, rows are coarser than those of training, or missing
 *   readings are refused
 */
export function preprocessRecording(
  preprocessing: Preprocessing,
  frame: TimeSeriesFrame,
  what = 'the recording',
): PreprocessedRecording {
  const kept = keptChannels(preprocessing, frame);
  const settings = rowSettings(preprocessing);
  const compared = { what, trained: preprocessing.period };
  const { frame: collected, ...counts } = collectFrame(kept, settings, compared);
  return { ...counts, ...prepareFrame(collected, preprocessing) };
}

/** The settings for rows, with aggregates of the channels that are there. */
function rowSettings({ rows = ROWS_AS_THEY_ARE, channels }: Preprocessing): RowSettings {
  const isKept = (text: string): boolean =>
    !text.includes('=') || channels.includes(text.slice(0, text.lastIndexOf('=')));
  return { ...rows, aggregate: rows.aggregate.filter(isKept) };
}

/**
 * Starts preprocessing a recording whose rows come piece by piece. All results together are those of
 * `preprocessRecording`, to the bit, where that finds the same `period`.
 *
 * How long a row is held back depends on the settings of the training: where rows are aggregated, until
 * the first row of a later interval; with missing `linear`, until the readings that it lacks can be
 * interpolated, which its docstring states exactly; otherwise not at all. Absent rows are inserted when
 * the row after them comes.
 *
 * @param recording channels in the order of the values, at least those of the preprocessing; `period` is
 *   the usual step between rows, which a stream cannot find out by itself
 * @throws DataError when a channel is missing, or rows are coarser than those of training
 */
export function startPreprocessing(
  preprocessing: Preprocessing,
  recording: StreamParts,
): PreprocessingStream {
  const { channels } = preprocessing;
  const columns = channels.map((name, c) => {
    const column = columnOf(recording.channels, name);
    const offset = (preprocessing.offsets?.[c] ?? 0) - (recording.offsets?.[column] ?? 0);
    return { column, offset };
  });
  const collecting = startCollecting(preprocessing, { ...recording, channels });
  const inputs = startInputs(preprocessing);
  const check = startCheck(recording);
  const prepare = (rows: Rows): PreprocessedRows => {
    const { timestamps, values } = rows;
    return { timestamps, raw: values, inputs: inputs.push(rows).values };
  };
  return {
    push(timestamps, values) {
      check(timestamps, values);
      const selected = selectColumns(values, columns, recording.channels.length);
      return prepare(collecting.push({ timestamps: timestamps.slice(), values: selected }));
    },
    finish: () => prepare(collecting.finish()),
    drifts: () => inputs.drifts(),
  };
}

/** Aggregation, absent rows and missing readings, one after the other. */
function startCollecting(preprocessing: Preprocessing, recording: StreamParts): RowStream {
  const { channels, clock, period } = recording;
  const settings = rowSettings(preprocessing);
  const what = 'the stream';
  const interval = chooseInterval({ clock, period, trained: preprocessing.period }, settings, what);
  const missing = (step: number): RowStream =>
    missingStream(settings.missing, settings.gapTolerance, { channels, clock, period: step, what });
  if (interval === undefined) return missing(period);
  const aggregation = parseAggregation(settings.aggregate, channels);
  return chainStreams([startResampling(recording, interval, aggregation), missing(interval)]);
}

/** Checks shape and times of the rows that are pushed, also from one push to the next. */
function startCheck({ channels, clock }: StreamParts) {
  let last = -Infinity;
  return (timestamps: Float64Array, given: Float32Array | Float64Array): void => {
    const values = given instanceof Float32Array ? given : Float32Array.from(given);
    createFrame({ channels, clock, timestamps, values });
    if (timestamps.length === 0) return;
    if (!(timestamps[0] > last)) {
      throw new DataError(
        `Time must increase from push to push, got ${timestamps[0]} after ${last}.`,
      );
    }
    last = timestamps[timestamps.length - 1];
  };
}

function columnOf(channels: readonly string[], name: string): number {
  const column = channels.indexOf(name);
  if (column >= 0) return column;
  throw new DataError(`The stream must have the channel ${name}, got ${channels.join(', ')}.`);
}

/** Some columns of (n, C), each less its offset, copied. */
function selectColumns(
  values: Float32Array | Float64Array,
  columns: readonly { readonly column: number; readonly offset: number }[],
  C: number,
): Float32Array {
  const K = columns.length;
  const selected = new Float32Array((values.length / C) * K);
  for (let t = 0; t < selected.length / K; t++) {
    for (let k = 0; k < K; k++) {
      const { column, offset } = columns[k];
      selected[t * K + k] = values[t * C + column] - offset;
    }
  }
  return selected;
}
