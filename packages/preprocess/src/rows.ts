/**
 * Rows of a recording that come piece by piece, and steps that take them: a step may hold rows back,
 * insert some or drop some. Steps that change nothing but the readings of a row are the stages of
 * `@anodec/core`.
 */
import { type Clock, createFrame, type TimeSeriesFrame } from '@anodec/core';

/** Some rows that follow each other. */
export interface Rows {
  /** (n), increasing, in the clock of the recording. */
  readonly timestamps: Float64Array;
  /** (n, C), row-major; NaN is a missing reading. */
  readonly values: Float32Array;
  /** (n); absent in live rows and in recordings without labels. */
  readonly labels?: Uint8Array;
}

/** What is known of a recording before its first row. */
export interface StreamParts {
  /** (C) */
  readonly channels: readonly string[];
  readonly clock: Clock;
  /** Usual step between two rows, in milliseconds, or 1 where rows are only numbered. */
  readonly period: number;
  /** (C), what the readings are larger by than the values that are pushed; absent: nothing. */
  readonly offsets?: Float64Array;
}

/** A step in the middle of a recording. */
export interface RowStream {
  /**
   * The rows that are complete now.
   *
   * @param rows follow those pushed before; what is held back is copied, the result may share memory
   *   with them
   */
  push(rows: Rows): Rows;
  /** The rows that were still held back, at the end of the recording. */
  finish(): Rows;
}

/** No rows. */
export const NO_ROWS: Rows = { timestamps: new Float64Array(0), values: new Float32Array(0) };

/** Rows `start` up to, not including, `end`, as views on the same memory. */
export function viewRows(rows: Rows, C: number, start: number, end: number): Rows {
  const { timestamps, values, labels } = rows;
  return {
    timestamps: timestamps.subarray(start, end),
    values: values.subarray(start * C, end * C),
    ...(labels && { labels: labels.subarray(start, end) }),
  };
}

/** Rows as a copy of their own. */
export function copyRows({ timestamps, values, labels }: Rows): Rows {
  return {
    timestamps: timestamps.slice(),
    values: values.slice(),
    ...(labels && { labels: labels.slice() }),
  };
}

/** Rows one after the other; the only part that has rows as it is. */
export function joinRows(given: readonly Rows[]): Rows {
  const parts = given.filter(({ timestamps }) => timestamps.length > 0);
  if (parts.length <= 1) return parts[0] ?? NO_ROWS;
  const T = parts.reduce((rows, { timestamps }) => rows + timestamps.length, 0);
  const timestamps = new Float64Array(T);
  const C = parts[0].values.length / parts[0].timestamps.length;
  const values = new Float32Array(T * C);
  const labels = parts[0].labels && new Uint8Array(T);
  let at = 0;
  for (const part of parts) {
    timestamps.set(part.timestamps, at);
    values.set(part.values, at * C);
    if (labels && part.labels) labels.set(part.labels, at);
    at += part.timestamps.length;
  }
  return labels ? { timestamps, values, labels } : { timestamps, values };
}

/** A step over a whole recording: all rows pushed at once. */
export function runStream(stream: RowStream, frame: TimeSeriesFrame): TimeSeriesFrame {
  const rows = joinRows([stream.push(frame), stream.finish()]);
  if (rows === frame) return frame;
  const labels = frame.labels && (rows.labels ?? new Uint8Array(rows.timestamps.length));
  return createFrame({ ...frame, ...rows, labels });
}

/** One step after the other. */
export function chainStreams(streams: readonly RowStream[]): RowStream {
  return {
    push: (rows) => streams.reduce((passed, stream) => stream.push(passed), rows),
    finish: () => {
      // what a step still held passes through the steps after it before they end
      let held = NO_ROWS;
      for (const stream of streams) held = joinRows([stream.push(held), stream.finish()]);
      return held;
    },
  };
}
