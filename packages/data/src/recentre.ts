/**
 * Recentring: brings a channel that wandered off for good back to where it was learned, before a
 * detector sees it. An ageing probe otherwise spoils not only its own score but, as an input of the
 * network, the reconstruction of every other channel.
 *
 * The rule knows no channel by name, no label and no later row. A channel's level is its median
 * over the past hours; attacks shorter than half of that do not move it. Where the level lies
 * outside what training rows showed, readings outside their usual range are moved by that excess,
 * towards the usual range and never past it: normal readings stay as they are, also in the hours
 * after a long attack in which the level has yet to come back.
 */
import {
  channelValues,
  checkShape,
  concatenate,
  createFrame,
  createTrailingMedian,
  DataError,
  frameLength,
  median,
  quantiles,
  standardDeviation,
  type TimeSeriesFrame,
} from '@anodec/core';

/** Blocks that a level is the median of; the cost of a row does not depend on the horizon. */
const BLOCKS = 120;
/** How far a level may lie outside what training rows showed: share of their range, deviations. */
const LEVEL_MARGIN = { ofRange: 0.25, ofDeviation: 0.05 };
/** Share of training readings below and above the usual range. */
const TAIL = 0.001;

/** An interval of readings, both ends included. */
export interface Range {
  readonly low: number;
  readonly high: number;
}

/** What training rows showed of one channel, in the unit of the frame. */
export interface UsualChannel {
  readonly channel: string;
  readonly level: Range;
  readonly readings: Range;
  /** Median reading: the level before a recording began. */
  readonly middle: number;
}

/** What was learned; plain numbers, so that it can be kept as JSON. */
export interface Recentring {
  /** Rows that a level looks back on. */
  readonly horizon: number;
  readonly channels: readonly UsualChannel[];
}

/** A stretch in which a channel's level lay outside what training rows showed. */
export interface Wandering {
  readonly channel: string;
  /** First and last moment, in the clock of the frame. */
  readonly start: number;
  readonly end: number;
  readonly rows: number;
  /** Largest move, in the unit of the frame. */
  readonly largest: number;
}

/** A frame with its wandering channels brought back. */
export interface Recentred {
  readonly frame: TimeSeriesFrame;
  readonly wanderings: readonly Wandering[];
}

/**
 * Learns where levels and readings of each channel usually lie.
 *
 * @param recordings training rows, all with the same channels, no reading missing
 * @param horizon rows that a level looks back on, at least 1
 * @throws DataError when there is no recording
 */
export function fitRecentring(recordings: readonly TimeSeriesFrame[], horizon: number): Recentring {
  const [first] = recordings;
  if (!first) throw new DataError('Recentring must have a recording to learn from.');
  const channels = first.channels.map((channel, c) => {
    const columns = recordings.map((frame) => channelValues(frame, c));
    const readings = concatenate(columns);
    const [low, middle, high] = quantiles(readings, [TAIL, 0.5, 1 - TAIL]);
    const levels = columns.map((column) => levelsOf(column, horizon, middle));
    const level = widen(rangeOf(concatenate(levels)), standardDeviation(readings));
    return { channel, level, readings: { low, high }, middle };
  });
  return { horizon, channels };
}

/**
 * Moves the readings of wandering channels, copied.
 *
 * @throws ShapeError when the frame has other channels than were learned from
 */
export function applyRecentring(recentring: Recentring, frame: TimeSeriesFrame): Recentred {
  const { horizon, channels } = recentring;
  checkShape('values', frame.values, frameLength(frame), channels.length);
  const values = frame.values.slice();
  const wanderings: Wandering[] = [];
  for (const [c, usual] of channels.entries()) {
    const column = channelValues(frame, c);
    const levels = levelsOf(column, horizon, usual.middle);
    const moves = column.map((reading, t) => moveOf(reading, levels[t], usual));
    for (let t = 0; t < column.length; t++) values[t * channels.length + c] = column[t] - moves[t];
    const wandering = wanderingOf(usual.channel, moves, frame);
    if (wandering) wanderings.push(wandering);
  }
  return { frame: createFrame({ ...frame, values }), wanderings };
}

/** How far a reading is to be moved: by the excess of the level, but not past the usual range. */
function moveOf(reading: number, level: number, usual: UsualChannel): number {
  const excess = outside(level, usual.level);
  const over = outside(reading, usual.readings);
  if (excess > 0) return Math.min(excess, Math.max(over, 0));
  return Math.max(excess, Math.min(over, 0));
}

/** Signed distance from a range; 0 within. */
function outside(value: number, { low, high }: Range): number {
  if (value > high) return value - high;
  return value < low ? value - low : 0;
}

/** From the first to the last row that was moved. */
function wanderingOf(
  channel: string,
  moves: Float32Array,
  frame: TimeSeriesFrame,
): Wandering | undefined {
  const first = moves.findIndex((move) => move !== 0);
  if (first < 0) return undefined;
  const last = moves.findLastIndex((move) => move !== 0);
  const largest = moves.reduce((a, b) => (Math.abs(b) > Math.abs(a) ? b : a), 0);
  const rows = moves.reduce((n, move) => n + (move === 0 ? 0 : 1), 0);
  const { timestamps } = frame;
  return { channel, start: timestamps[first], end: timestamps[last], rows, largest };
}

/**
 * The level at each row, from rows before the end of its last complete block.
 *
 * @param before the level before the recording began
 */
function levelsOf(column: Float32Array, horizon: number, before: number): Float32Array {
  const size = Math.max(1, Math.round(horizon / BLOCKS));
  const window = createTrailingMedian(Math.max(1, Math.round(horizon / size)), before);
  let level = before;
  return column.map((_, t) => {
    if (t > 0 && t % size === 0) {
      window.push(median(column.subarray(t - size, t)));
      level = window.value();
    }
    return level;
  });
}

function rangeOf(values: Float32Array): Range {
  return {
    low: values.reduce((a, b) => Math.min(a, b), Infinity),
    high: values.reduce((a, b) => Math.max(a, b), -Infinity),
  };
}

function widen({ low, high }: Range, deviation: number): Range {
  const margin = LEVEL_MARGIN.ofRange * (high - low) + LEVEL_MARGIN.ofDeviation * deviation;
  return { low: low - margin, high: high + margin };
}
