/**
 * The one table type: readings of C channels over T rows, with time and, where known, labels.
 *
 * A frame is checked once, when it is made, and trusted from then on. It is a view, not a copy: the
 * arrays belong to the frame and must not be written to afterwards.
 */
import { checkShape, DataError, ShapeError } from './errors.js';
import { formatTimestamp } from './format-timestamp.js';
import { columnOf } from './matrix.js';
import { median } from './stats.js';
import type { Segment } from './segments.js';
import { type Clock, formatTime } from './time.js';

/** A recording: frozen, row-major, rows strictly increasing in time. */
export interface TimeSeriesFrame {
  /** (T, C), readings in the unit of each channel, less its offset; NaN is a missing reading. */
  readonly values: Float32Array;
  /** (C), distinct. */
  readonly channels: readonly string[];
  /**
   * (C), what the readings of each channel are larger by than its values, in its unit; absent where
   * all are 0. A counter at 123,456,789 has steps that float32 only holds less an offset.
   */
  readonly offsets?: Float64Array;
  /** (T), strictly increasing, in what `clock` says. */
  readonly timestamps: Float64Array;
  readonly clock: Clock;
  /** (T), 1 under attack, 0 normal, `UNKNOWN_LABEL` where it is not known; absent without labels. */
  readonly labels?: Uint8Array;
}

/** The label of a row of which it is not known whether it was recorded under attack. */
export const UNKNOWN_LABEL = 255;

/** The parts of a frame; without timestamps the rows are only numbered. */
export interface FrameParts {
  readonly values: Float32Array;
  readonly channels: readonly string[];
  readonly offsets?: Float64Array | undefined;
  readonly timestamps?: Float64Array;
  readonly clock?: Clock;
  readonly labels?: Uint8Array;
}

/**
 * Makes a frame and checks it.
 *
 * @throws ShapeError when an array does not fit the others
 * @throws DataError when a channel is named twice, an offset is not finite or time does not increase
 */
export function createFrame(parts: FrameParts): TimeSeriesFrame {
  const { values, channels, offsets, labels } = parts;
  const T = channels.length === 0 ? 0 : Math.floor(values.length / channels.length);
  const timestamps = parts.timestamps ?? Float64Array.from({ length: T }, (_, t) => t);
  const clock = parts.clock ?? (parts.timestamps ? 'utc' : 'rows');
  checkChannels(channels);
  checkShape('values', values, timestamps.length, channels.length);
  if (labels) checkShape('labels', labels, timestamps.length);
  if (offsets) checkOffsets(offsets, channels);
  checkIncreasing(timestamps, clock);
  const shifted = offsets?.some((offset) => offset !== 0);
  const frame = { values, channels: Object.freeze([...channels]), timestamps, clock };
  return Object.freeze({ ...frame, ...(shifted && { offsets }), ...(labels && { labels }) });
}

/** The number of rows, T. */
export function frameLength(frame: TimeSeriesFrame): number {
  return frame.timestamps.length;
}

/**
 * The usual step between two rows, in milliseconds, or 1 where rows are only numbered.
 *
 * The median, because gaps make the mean too long.
 *
 * @throws DataError when the frame has fewer than two rows
 */
export function framePeriod(frame: TimeSeriesFrame): number {
  if (frame.clock === 'rows') return 1;
  const { timestamps } = frame;
  if (timestamps.length < 2) {
    throw new DataError(`A period needs at least 2 rows, got ${timestamps.length}.`);
  }
  return median(timestamps.subarray(1).map((time, t) => time - timestamps[t]));
}

/** A step between rows longer than this many periods is a gap. */
export const GAP_PERIODS = 1.5;

/**
 * The gap-free stretches of a recording; no window spans two of them.
 *
 * @returns in order; a gap is a step longer than one and a half periods
 */
export function contiguousSegments(frame: TimeSeriesFrame): Segment[] {
  const T = frameLength(frame);
  if (T < 2) return T === 0 ? [] : [{ start: 0, end: 1 }];
  const limit = GAP_PERIODS * framePeriod(frame);
  const segments: Segment[] = [];
  let start = 0;
  for (let t = 1; t < T; t++) {
    if (frame.timestamps[t] - frame.timestamps[t - 1] <= limit) continue;
    segments.push({ start, end: t });
    start = t;
  }
  segments.push({ start, end: T });
  return segments;
}

/**
 * Rows `start` up to, not including, `end`, as views on the same memory.
 *
 * @throws ShapeError when the rows do not lie within the frame
 */
export function sliceFrame(frame: TimeSeriesFrame, { start, end }: Segment): TimeSeriesFrame {
  const T = frameLength(frame);
  if (
    !(Number.isInteger(start) && Number.isInteger(end) && start >= 0 && start <= end && end <= T)
  ) {
    throw new ShapeError(`Rows must lie within 0 to ${T}, got ${start} to ${end}.`);
  }
  const C = frame.channels.length;
  const sliced = {
    ...frame,
    values: frame.values.subarray(start * C, end * C),
    timestamps: frame.timestamps.subarray(start, end),
  };
  return Object.freeze(
    frame.labels ? { ...sliced, labels: frame.labels.subarray(start, end) } : sliced,
  );
}

/**
 * The named channels, in the order asked for, copied.
 *
 * @throws DataError when a channel is not there
 */
export function selectChannels(
  frame: TimeSeriesFrame,
  channels: readonly string[],
): TimeSeriesFrame {
  const columns = channels.map((name) => {
    const column = frame.channels.indexOf(name);
    if (column >= 0) return column;
    throw new DataError(
      `The channel ${name} must be in the table, which has ${frame.channels.join(', ')}.`,
    );
  });
  const T = frameLength(frame);
  const C = frame.channels.length;
  const values = new Float32Array(T * columns.length);
  for (let t = 0, i = 0; t < T; t++) {
    for (const column of columns) values[i++] = frame.values[t * C + column];
  }
  const offsets = frame.offsets && Float64Array.from(columns, (c) => frame.offsets?.[c] ?? 0);
  return createFrame({ ...frame, values, channels, offsets });
}

/** The values of one channel, (T), less its offset, copied. */
export function channelValues(frame: TimeSeriesFrame, channel: number): Float32Array {
  return columnOf(frame.values, channel, frame.channels.length);
}

/** The readings of one channel, (T), in its unit, copied. */
export function readingsOf(frame: TimeSeriesFrame, channel: number): Float64Array {
  const C = frame.channels.length;
  const offset = offsetOf(frame, channel);
  const readings = new Float64Array(frameLength(frame));
  for (let t = 0; t < readings.length; t++) {
    readings[t] = addOffset(frame.values[t * C + channel], offset);
  }
  return readings;
}

/** What the readings of a channel are larger by than its values, in its unit. */
export function offsetOf({ offsets }: TimeSeriesFrame, channel: number): number {
  return offsets?.[channel] ?? 0;
}

/** The reading of a value; -0 stays what it is where there is no offset. */
export function addOffset(value: number, offset: number): number {
  return offset === 0 ? value : value + offset;
}

/**
 * The same readings less other offsets. The difference is computed in float64 and rounded once, so that
 * values lose nothing where both offsets are whole numbers and float32 holds the result.
 *
 * @param offsets (C), in the order of the channels; undefined for none
 * @returns the frame itself where its offsets are these
 * @throws ShapeError when there is not one for each channel; DataError when one is not finite
 */
export function withOffsets(frame: TimeSeriesFrame, offsets?: Float64Array): TimeSeriesFrame {
  if (offsets) checkOffsets(offsets, frame.channels);
  const moves = Float64Array.from(
    frame.channels,
    (_, c) => (offsets?.[c] ?? 0) - offsetOf(frame, c),
  );
  if (moves.every((move) => move === 0)) return frame;
  return createFrame({ ...frame, values: subtractOffsets(frame.values, moves), offsets });
}

/**
 * Values less an offset for each channel, in float64 and rounded once, copied.
 *
 * @param values (n, C), row-major
 * @param offsets (C)
 */
export function subtractOffsets(
  values: Float32Array | Float64Array,
  offsets: Float64Array,
): Float32Array {
  const C = offsets.length;
  const moved = new Float32Array(values.length);
  for (let i = 0; i < values.length; i += C) {
    for (let c = 0; c < C; c++) moved[i + c] = values[i + c] - offsets[c];
  }
  return moved;
}

/**
 * Throws DataError at the first missing reading, naming its channel, row and time.
 *
 * @param what the frame is, for the message
 * @param firstRow number of the frame's first row within its recording
 */
export function checkComplete(frame: TimeSeriesFrame, what = 'the frame', firstRow = 0): void {
  const at = frame.values.findIndex((value) => Number.isNaN(value));
  if (at < 0) return;
  const C = frame.channels.length;
  const row = Math.floor(at / C);
  const when =
    frame.clock === 'rows' ? '' : ` (${formatTimestamp(frame.timestamps[row], frame.clock)})`;
  throw new DataError(
    `${frame.channels[at % C]} must have no gaps in ${what}, got a missing reading at row ` +
      `${firstRow + row}${when}. Exclude the channel, or choose another rule for missing readings ` +
      'with `missing`: mask, forward-fill, linear or drop.',
  );
}

function checkChannels(channels: readonly string[]): void {
  const twice = channels.find((name, c) => channels.indexOf(name) !== c);
  if (twice === undefined) return;
  throw new DataError(`Channel names must be distinct, got ${twice} twice.`);
}

function checkOffsets(offsets: Float64Array, channels: readonly string[]): void {
  checkShape('offsets', offsets, channels.length);
  const at = offsets.findIndex((offset) => !Number.isFinite(offset));
  if (at < 0) return;
  throw new DataError(`The offset of ${channels[at]} must be finite, got ${offsets[at]}.`);
}

function checkIncreasing(timestamps: Float64Array, clock: Clock): void {
  for (let t = 0; t < timestamps.length; t++) {
    // written so that a NaN fails too
    if (t === 0 ? !Number.isNaN(timestamps[0]) : timestamps[t] > timestamps[t - 1]) continue;
    const show = (time: number) => (clock === 'utc' ? formatTime(time) : String(time));
    const before = t === 0 ? 'nothing' : show(timestamps[t - 1]);
    throw new DataError(
      `Time must increase from row to row, got ${show(timestamps[t])} at row ${t} after ${before}.`,
    );
  }
}
