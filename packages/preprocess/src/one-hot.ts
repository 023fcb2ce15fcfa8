/**
 * One-hot encoding: channels of states as one column for each state, for networks that would otherwise
 * read mode 3 as half as much again as mode 2.
 *
 * A value between two adjacent states, the average of a switch, is shared between them in proportion:
 * 1.4 between 1 and 2 was six tenths of the time in state 1. Values beyond the states of the training
 * rows go to a column of their own; otherwise an attack that opens a valve which was never opened
 * would leave all columns at 0.
 */
import {
  checkSameChannels,
  createFrame,
  createStage,
  type Stage,
  type TimeSeriesFrame,
} from '@anodec/core';

/** Where a column of an encoded frame comes from. */
export interface EncodedColumn {
  readonly name: string;
  /** Index of its channel. */
  readonly channel: number;
  /** The state of the column, `other` for values no state covers; absent where it is the reading. */
  readonly state?: number | 'other';
}

/** How channels become columns; plain data, so that it can be kept as JSON. */
export interface OneHotEncoding {
  /** (C) */
  readonly channels: readonly string[];
  /** (K), those of a channel side by side, states increasing, `other` last. */
  readonly columns: readonly EncodedColumn[];
}

/**
 * Plans the columns.
 *
 * @param states of the channels that show states, increasing, at least one each
 */
export function createOneHot(
  channels: readonly string[],
  states: ReadonlyMap<string, readonly number[]>,
): OneHotEncoding {
  const columns = channels.flatMap((name, channel): EncodedColumn[] => {
    const own = states.get(name);
    if (!own) return [{ name, channel }];
    return [...own, 'other' as const].map((state) => ({
      name: `${name}=${state}`,
      channel,
      state,
    }));
  });
  return { channels: [...channels], columns };
}

/** The encoding as a stage, from readings (n, C) to columns (n, K); rows do not depend on each other. */
export function oneHotStage(encoding: OneHotEncoding): Stage<Float32Array, Float32Array> {
  const { channels, columns } = encoding;
  const [C, K] = [channels.length, columns.length];
  const statesOf = channels.map((_, c) => numericStates(encoding, c));
  return createStage(() => ({
    push(readings) {
      const T = readings.length / C;
      const values = new Float32Array(T * K);
      for (let t = 0; t < T; t++) {
        for (let c = 0, k = 0; c < C; c++) {
          const reading = readings[t * C + c];
          const states = statesOf[c];
          if (states) k += shareOut(reading, states, values, t * K + k);
          else values[t * K + k++] = reading;
        }
      }
      return values;
    },
  }));
}

/**
 * Encodes a frame, copied; a missing reading is missing in all its columns. Columns are values without
 * offsets.
 *
 * @returns (T, K)
 * @throws ShapeError when the frame has other channels
 */
export function encodeOneHot(encoding: OneHotEncoding, frame: TimeSeriesFrame): TimeSeriesFrame {
  checkSameChannels(frame.channels, encoding.channels, 'the frame');
  const channels = encoding.columns.map(({ name }) => name);
  const values = oneHotStage(encoding).apply(frame.values);
  return createFrame({ ...frame, channels, values, offsets: undefined });
}

/** The states of a channel; undefined where it keeps its reading. */
function numericStates({ columns }: OneHotEncoding, channel: number): number[] | undefined {
  const own = columns.filter((column) => column.channel === channel && column.state !== undefined);
  if (own.length === 0) return undefined;
  return own.flatMap(({ state }) => (typeof state === 'number' ? [state] : []));
}

/** Writes shares of the states, then of `other`, from `at` on. @returns how many */
function shareOut(
  reading: number,
  states: readonly number[],
  out: Float32Array,
  at: number,
): number {
  const S = states.length;
  out.fill(Number.isNaN(reading) ? NaN : 0, at, at + S + 1);
  if (reading < states[0] || reading > states[S - 1]) out[at + S] = 1;
  for (let s = 0; s < S; s++) {
    if (reading === states[s]) out[at + s] = 1;
    if (reading > states[s] && reading < states[s + 1]) {
      const share = (reading - states[s]) / (states[s + 1] - states[s]);
      out[at + s] = 1 - share;
      out[at + s + 1] = share;
    }
  }
  return S + 1;
}

/**
 * Decodes columns to channels: the reading of a channel is the mean of its states, weighted by their
 * columns; negative columns and `other` do not count.
 *
 * @param values (T, K)
 * @returns (T, C); NaN where the columns of a channel are all 0 or missing
 */
export function decodeOneHot(encoding: OneHotEncoding, values: Float32Array): Float32Array {
  const { channels, columns } = encoding;
  const [C, K] = [channels.length, columns.length];
  const decoded = new Float32Array((values.length / K) * C);
  for (let row = 0; row < values.length / K; row++) {
    const sums = new Float64Array(C);
    const weights = new Float64Array(C);
    for (const [k, { channel, state }] of columns.entries()) {
      const value = values[row * K + k];
      if (state === 'other') continue;
      const weight = state === undefined ? 1 : Math.max(0, value);
      sums[channel] += weight * (state ?? value);
      weights[channel] += weight;
    }
    for (let c = 0; c < C; c++) decoded[row * C + c] = sums[c] / weights[c];
  }
  return decoded;
}

/**
 * Adds up the errors of columns to errors of channels.
 *
 * @param errors (T, K), not negative
 * @returns (T, C); NaN where a column is
 */
export function sumOneHot(encoding: OneHotEncoding, errors: Float32Array): Float32Array {
  const { channels, columns } = encoding;
  const [C, K] = [channels.length, columns.length];
  const summed = new Float32Array((errors.length / K) * C);
  for (let row = 0; row < errors.length / K; row++) {
    for (const [k, { channel }] of columns.entries()) {
      summed[row * C + channel] += errors[row * K + k];
    }
  }
  return summed;
}
