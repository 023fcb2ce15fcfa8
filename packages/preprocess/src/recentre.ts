/**
 * Recentring: brings a channel that wandered off for good back to where it was learned, before a
 * detector sees it. An ageing probe otherwise spoils not only its own score but, as an input of the
 * network, the reconstruction of every other channel.
 *
 * The rule knows no channel by name, no label and no later row. A channel's level is its median
 * over the past hours; an attack shorter than half of that moves it no further than among normal
 * readings, a longer one becomes the level. Where the level lies outside what training rows showed,
 * readings outside their usual range are moved by that excess, towards the usual range and never
 * past it: normal readings stay as they are, also in the hours after a long attack in which the
 * level has yet to come back.
 */
import {
  channelValues,
  concatenate,
  createFrame,
  createTrailingMedian,
  DataError,
  median,
  quantiles,
  ShapeError,
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
  /** The channels that are recentred; others stay as they are. */
  readonly channels: readonly UsualChannel[];
}

/** A stretch in which a channel's level lay outside what training rows showed. */
export interface ChannelDrift {
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
  readonly drifts: readonly ChannelDrift[];
}

/**
 * Learns where levels and readings of each channel usually lie.
 *
 * @param recordings training rows, all with the same channels; missing readings do not count
 * @param horizon rows that a level looks back on, at least 1
 * @param names the channels to recentre: probes age, switches do not
 * @throws DataError when there is no recording, a channel has no reading or the horizon is no such
 * number; ShapeError when channels differ
 */
export function fitRecentring(
  recordings: readonly TimeSeriesFrame[],
  horizon: number,
  names: readonly string[] = recordings[0]?.channels,
): Recentring {
  const [first] = recordings;
  if (!first) throw new DataError('Recentring must have a recording to learn from.');
  if (!(Number.isInteger(horizon) && horizon >= 1)) {
    throw new DataError(
      `A level must look back on a whole number of rows, at least 1, got ${horizon}.`,
    );
  }
  const channels = names.map((channel) => {
    const columns = recordings.map((frame) => channelValues(frame, columnOf(frame, channel)));
    const readings = numbersOf(concatenate(columns));
    if (readings.length === 0) throw new DataError(`${channel} must have a reading, got none.`);
    const [low, middle, high] = quantiles(readings, [TAIL, 0.5, 1 - TAIL]);
    const levels = columns.map((column) => levelsOf(column, horizon, middle));
    const level = widen(rangeOf(concatenate(levels)), standardDeviation(readings));
    return { channel, level, readings: { low, high }, middle };
  });
  return { horizon, channels };
}

/**
 * Moves the readings of wandering channels, copied; missing ones stay missing. A row depends on no
 * later row.
 *
 * @throws ShapeError when the frame has other channels than were learned from
 */
export function applyRecentring(recentring: Recentring, frame: TimeSeriesFrame): Recentred {
  const { horizon, channels } = recentring;
  const C = frame.channels.length;
  const values = frame.values.slice();
  const drifts: ChannelDrift[] = [];
  for (const usual of channels) {
    const c = columnOf(frame, usual.channel);
    const column = channelValues(frame, c);
    const levels = levelsOf(column, horizon, usual.middle);
    const moves = new Float32Array(column.length);
    for (let t = 0; t < column.length; t++) {
      const move = moveOf(column[t], levels[t], usual);
      if (move === 0) continue;
      moves[t] = move;
      values[t * C + c] = column[t] - move;
    }
    const wandering = wanderingOf(usual.channel, moves, frame);
    if (wandering) drifts.push(wandering);
  }
  return { frame: createFrame({ ...frame, values }), drifts };
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

/** From the first to the last row that was moved; undefined where none was. */
function wanderingOf(
  channel: string,
  moves: Float32Array,
  { timestamps }: TimeSeriesFrame,
): ChannelDrift | undefined {
  let [first, last, rows, largest] = [-1, -1, 0, 0];
  for (let t = 0; t < moves.length; t++) {
    if (moves[t] === 0) continue;
    if (first < 0) first = t;
    last = t;
    rows++;
    if (Math.abs(moves[t]) > Math.abs(largest)) largest = moves[t];
  }
  if (first < 0) return undefined;
  return { channel, start: timestamps[first], end: timestamps[last], rows, largest };
}

function columnOf({ channels }: TimeSeriesFrame, channel: string): number {
  const column = channels.indexOf(channel);
  if (column >= 0) return column;
  throw new ShapeError(
    `A frame must have ${channel} to be recentred, got ${channels.join(', ')}. Take the channels ` +
      'that were learned from.',
  );
}

/**
 * The level at each row, from rows before the end of its last complete block.
 *
 * @param before the level before the recording began
 */
function levelsOf(column: Float32Array, horizon: number, before: number): Float32Array {
  const size = Math.max(1, Math.round(horizon / BLOCKS));
  const window = createTrailingMedian(Math.max(1, Math.round(horizon / size)), before);
  const levels = new Float32Array(column.length).fill(before);
  for (let start = size; start < column.length; start += size) {
    const block = numbersOf(column.subarray(start - size, start));
    if (block.length > 0) window.push(median(block)); // a block of missing readings tells nothing
    levels.fill(window.value(), start, start + size);
  }
  return levels;
}

function numbersOf(values: Float32Array): Float32Array {
  return values.filter((value) => !Number.isNaN(value));
}

function rangeOf(values: Float32Array): Range {
  let low = Infinity;
  let high = -Infinity;
  for (let t = 0; t < values.length; t++) {
    low = Math.min(low, values[t]);
    high = Math.max(high, values[t]);
  }
  return { low, high };
}

function widen({ low, high }: Range, deviation: number): Range {
  const margin = LEVEL_MARGIN.ofRange * (high - low) + LEVEL_MARGIN.ofDeviation * deviation;
  return { low: low - margin, high: high + margin };
}
