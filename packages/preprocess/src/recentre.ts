/**
 * Re-centring: moves a channel that drifted permanently back to the range it was learned in, before a
 * detector receives it. An ageing probe otherwise distorts not only its own score but, as an input of
 * the network, the reconstruction of every other channel.
 *
 * The rule uses no channel names, no labels and no later rows. A channel's level is its median
 * over the past hours; an attack shorter than half of that moves it no further than among normal
 * readings, a longer one becomes the level. Where the level lies outside its range on training rows,
 * readings outside their usual range are moved by that excess, towards the usual range and never
 * past it: normal readings stay as they are, also in the hours after a long attack until the level
 * has returned.
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
import type { Rows } from './rows.js';

/** Blocks that a level is the median of; the cost of a row does not depend on the horizon. */
const BLOCKS = 120;
/** How far a level may exceed its range on training rows: share of that range, deviations. */
const LEVEL_MARGIN = { ofRange: 0.25, ofDeviation: 0.05 };
/** Share of training readings below and above the usual range. */
const TAIL = 0.001;

/** An interval of readings, both ends included. */
export interface Range {
  readonly low: number;
  readonly high: number;
}

/** One channel on training rows, in the unit of the frame. */
export interface UsualChannel {
  readonly channel: string;
  readonly level: Range;
  readonly readings: Range;
  /** Median reading: the level before a recording began. */
  readonly middle: number;
}

/** Fitted re-centring; plain numbers, so that it can be kept as JSON. */
export interface Recentring {
  /** Rows over which a level is the median. */
  readonly horizon: number;
  /** The channels that are re-centred; others stay as they are. */
  readonly channels: readonly UsualChannel[];
}

/** A stretch in which a channel's level lay outside its range on training rows. */
export interface ChannelDrift {
  readonly channel: string;
  /** Times of the first and last row that was moved, in the clock of the frame. */
  readonly start: number;
  readonly end: number;
  /** Rows that were moved. */
  readonly rows: number;
  /** Largest move, in the unit of the frame. */
  readonly largest: number;
}

/** A frame with its drifted channels re-centred. */
export interface Recentred {
  readonly frame: TimeSeriesFrame;
  readonly drifts: readonly ChannelDrift[];
}

/**
 * Learns where levels and readings of each channel usually lie.
 *
 * @param recordings training rows, all with the same channels; missing readings do not count
 * @param horizon rows over which a level is the median, at least 1
 * @param names the channels to re-centre: probes age, switches do not
 * @throws DataError when there is no recording, a channel has no reading or the horizon is out of its
 *   range; ShapeError when channels differ
 */
export function fitRecentring(
  recordings: readonly TimeSeriesFrame[],
  horizon: number,
  names: readonly string[] = recordings[0]?.channels,
): Recentring {
  const [first] = recordings;
  if (!first) throw new DataError('Re-centring must have a recording to learn from.');
  if (!(Number.isInteger(horizon) && horizon >= 1)) {
    throw new DataError(
      `The horizon of re-centring must be a whole number of rows, at least 1, got ${horizon}.`,
    );
  }
  const channels = names.map((channel) => {
    const columns = recordings.map((frame) =>
      channelValues(frame, columnIndex(frame.channels, channel)),
    );
    const readings = numbersOf(concatenate(columns));
    if (readings.length === 0) throw new DataError(`${channel} must have a reading, got none.`);
    const [low, middle, high] = quantiles(readings, [TAIL, 0.5, 1 - TAIL]);
    const levels = columns.map((column) => column.map(startLevel(horizon, middle)));
    const level = widen(rangeOf(concatenate(levels)), standardDeviation(readings));
    return { channel, level, readings: { low, high }, middle };
  });
  return { horizon, channels };
}

/** Re-centring in the middle of a recording. */
export interface RecentringStream {
  /** The next rows, copied, with drifted channels moved. */
  push(rows: Rows): Rows;
  /** Channels that were moved so far. */
  drifts(): ChannelDrift[];
}

/**
 * Starts re-centring. A row is complete at once and depends on no later row.
 *
 * A level is a median over blocks of `blockRows(horizon)` rows, counted from the first row of the
 * recording. Two recordings that begin a whole number of blocks apart therefore have the same level
 * from one horizon after the later beginning on; one more block for each block without a reading.
 *
 * @param names (C), channels of the rows
 * @throws ShapeError when a channel to be re-centred is not among them
 */
export function startRecentring(
  { horizon, channels }: Recentring,
  names: readonly string[],
): RecentringStream {
  const C = names.length;
  const parts = channels.map((usual) => ({
    usual,
    column: columnIndex(names, usual.channel),
    level: startLevel(horizon, usual.middle),
    drift: startDrift(usual.channel),
  }));
  return {
    push(rows) {
      const values = rows.values.slice();
      for (const [t, time] of rows.timestamps.entries()) {
        for (const { usual, column, level, drift } of parts) {
          const at = t * C + column;
          const reading = values[at];
          const move = moveOf(reading, level(reading), usual);
          if (move === 0) continue;
          drift.add(time, move);
          values[at] = reading - move;
        }
      }
      return { ...rows, values };
    },
    drifts: () => parts.flatMap(({ drift }) => drift.found() ?? []),
  };
}

/**
 * Moves the readings of drifted channels, copied; missing ones stay missing.
 *
 * @throws ShapeError when the frame lacks a channel that was learned from
 */
export function applyRecentring(recentring: Recentring, frame: TimeSeriesFrame): Recentred {
  const stream = startRecentring(recentring, frame.channels);
  const { values } = stream.push(frame);
  return { frame: createFrame({ ...frame, values }), drifts: stream.drifts() };
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

/** Collects the moves of one channel. */
function startDrift(channel: string) {
  let drift: ChannelDrift | undefined;
  return {
    add(time: number, exact: number): void {
      const move = Math.fround(exact);
      const { start = time, rows = 0, largest = 0 } = drift ?? {};
      const isLarger = Math.abs(move) > Math.abs(largest);
      drift = { channel, start, end: time, rows: rows + 1, largest: isLarger ? move : largest };
    },
    found: (): ChannelDrift | undefined => drift,
  };
}

function columnIndex(channels: readonly string[], channel: string): number {
  const column = channels.indexOf(channel);
  if (column >= 0) return column;
  throw new ShapeError(
    `A frame must have ${channel} to be re-centred, got ${channels.join(', ')}. Select the channels ` +
      'that were learned from.',
  );
}

/** Rows of a block of the level. */
export function blockRows(horizon: number): number {
  return Math.max(1, Math.round(horizon / BLOCKS));
}

/**
 * The level of one channel: takes the reading of a row and gives the median of readings before the end
 * of the last complete block, in single precision.
 *
 * @param before the level before the recording began
 */
function startLevel(horizon: number, before: number): (reading: number) => number {
  const size = blockRows(horizon);
  const window = createTrailingMedian(Math.max(1, Math.round(horizon / size)), before);
  const block: number[] = [];
  let rows = 0;
  let level = Math.fround(before);
  return (reading) => {
    if (rows === size) {
      if (block.length > 0) window.push(median(block)); // a block of missing readings has no median
      level = Math.fround(window.value());
      block.length = 0;
      rows = 0;
    }
    if (!Number.isNaN(reading)) block.push(reading);
    rows++;
    return level;
  };
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
