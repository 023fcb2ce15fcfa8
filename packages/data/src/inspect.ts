/** What a recording looks like, before anybody trains on it. */
import {
  contiguousSegments,
  flagSegments,
  frameLength,
  framePeriod,
  type Clock,
  type TimeSeriesFrame,
} from '@anodec/core';

/** A channel may be an actuator when it has at most this many different values, all whole. */
const DISCRETE_VALUES = 10;

/** One channel in figures, in its unit; NaN where there is no reading. */
export interface ChannelReport {
  readonly name: string;
  readonly smallest: number;
  readonly largest: number;
  readonly mean: number;
  /** Divisor N. */
  readonly deviation: number;
  readonly missing: number;
  readonly constant: boolean;
  /** A handful of whole numbers, as the codes of a valve or pump. */
  readonly discrete: boolean;
}

/** A stretch without rows. */
export interface Gap {
  /** Times of the rows before and after. */
  readonly from: number;
  readonly to: number;
}

/** A recording in figures. */
export interface FrameReport {
  readonly rows: number;
  readonly clock: Clock;
  /** Time of the first and last row, in the clock; NaN without rows. */
  readonly first: number;
  readonly last: number;
  /** Usual distance of rows in milliseconds, or 1; NaN below two rows. */
  readonly period: number;
  readonly gaps: readonly Gap[];
  /** Rows labelled as attack, and their runs; left out where nobody labelled. */
  readonly attacks?: { readonly rows: number; readonly runs: number };
  readonly channels: readonly ChannelReport[];
}

/** Describes a recording. Times never repeat in a frame: cleaning reports those it met. */
export function inspectFrame(frame: TimeSeriesFrame): FrameReport {
  const { timestamps, clock, labels, channels } = frame;
  const rows = frameLength(frame);
  const starts = contiguousSegments(frame).slice(1);
  return {
    rows,
    clock,
    first: timestamps[0] ?? NaN,
    last: timestamps[rows - 1] ?? NaN,
    period: rows < 2 ? NaN : framePeriod(frame),
    gaps: starts.map(({ start }) => ({ from: timestamps[start - 1], to: timestamps[start] })),
    ...(labels && {
      attacks: {
        rows: labels.reduce((sum, label) => sum + label, 0),
        runs: flagSegments(labels).length,
      },
    }),
    channels: channels.map((name, c) => inspectChannel(frame, name, c)),
  };
}

function inspectChannel(
  { values, channels }: TimeSeriesFrame,
  name: string,
  c: number,
): ChannelReport {
  let smallest = Infinity;
  let largest = -Infinity;
  let sum = 0;
  let count = 0;
  let missing = 0;
  const seen = new Set<number>();
  for (let i = c; i < values.length; i += channels.length) {
    const value = values[i];
    if (Number.isNaN(value)) {
      missing++;
      continue;
    }
    if (value < smallest) smallest = value;
    if (value > largest) largest = value;
    if (seen.size <= DISCRETE_VALUES) seen.add(value);
    sum += value;
    count++;
  }
  const mean = sum / count;
  let squares = 0;
  for (let i = c; i < values.length; i += channels.length) {
    if (!Number.isNaN(values[i])) squares += (values[i] - mean) ** 2;
  }
  return {
    name,
    smallest: count > 0 ? smallest : NaN,
    largest: count > 0 ? largest : NaN,
    mean,
    deviation: Math.sqrt(squares / count),
    missing,
    constant: count > 0 && smallest === largest,
    discrete: count > 0 && seen.size <= DISCRETE_VALUES && [...seen].every(Number.isInteger),
  };
}
