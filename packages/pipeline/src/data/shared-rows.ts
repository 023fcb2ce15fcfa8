/**
 * Rows of a test recording that are in the normal recordings, too: found by time where rows have one,
 * by runs of equal readings where they are only counted from the start of their recording.
 */
import { frameLength, type TimeSeriesFrame, withOffsets } from '@anodec/core';

/**
 * Rows of a run that differ from the row above, at least: a plant that stands still repeats itself, and
 * among ten thousand rows of two rounded channels runs of a few equal rows come up by chance.
 */
const LEAST_CHANGES = 9;
/** Rows of the same readings that are tried as the start of a run, at most. */
const MOST_STARTS = 16;

/**
 * Marks the rows of a recording that another one holds, too: the same time and the same readings, a
 * missing reading being the same as another one. Row numbers and times since the start say nothing
 * across recordings; there, a run of rows with the same readings in the same order is shared.
 *
 * @returns (T) of `other`, 1 where `first` has the row; none where clocks or channels differ
 */
export function sharedRows(first: TimeSeriesFrame, other: TimeSeriesFrame): Uint8Array {
  const shared = new Uint8Array(frameLength(other));
  const same = first.clock === other.clock && isSame(first.channels, other.channels);
  if (!same) return shared;
  const second = withOffsets(other, first.offsets);
  if (first.clock === 'utc') markByTime(first, second, shared);
  else markRuns(first, second, shared);
  return shared;
}

/** How many rows of `tests` are in any of `others`; see `sharedRows`. */
export function countRowsSharedWith(
  others: readonly TimeSeriesFrame[],
  tests: readonly TimeSeriesFrame[],
): number {
  return tests.reduce((sum, test) => {
    const flags = others.map((other) => sharedRows(other, test));
    return sum + test.timestamps.filter((_, t) => flags.some((flag) => flag[t] === 1)).length;
  }, 0);
}

function markByTime(first: TimeSeriesFrame, second: TimeSeriesFrame, shared: Uint8Array): void {
  for (let a = 0, b = 0; a < frameLength(first) && b < frameLength(second); ) {
    const difference = first.timestamps[a] - second.timestamps[b];
    if (difference < 0) a++;
    else if (difference > 0) b++;
    else {
      if (isSameRow(first, a, second, b)) shared[b] = 1;
      a++;
      b++;
    }
  }
}

function markRuns(first: TimeSeriesFrame, second: TimeSeriesFrame, shared: Uint8Array): void {
  const rows = rowsByReadings(first);
  for (let t = 0; t < shared.length; ) {
    const { start, length } = longestRun(first, second, t, rows.get(hashRow(second, t)) ?? []);
    if (countChanges(second, t, length) >= LEAST_CHANGES) {
      shared.fill(1, t, t + length);
      markBackwards(first, start, second, t, shared);
      t += length;
    } else {
      t += Math.max(1, length - 1);
    }
  }
}

/** Rows before a run that were not tried as its start. */
function markBackwards(
  first: TimeSeriesFrame,
  start: number,
  second: TimeSeriesFrame,
  t: number,
  shared: Uint8Array,
): void {
  for (let a = start - 1, b = t - 1; a >= 0 && b >= 0 && !shared[b]; a--, b--) {
    if (!isSameRow(first, a, second, b)) return;
    shared[b] = 1;
  }
}

function longestRun(
  first: TimeSeriesFrame,
  second: TimeSeriesFrame,
  t: number,
  starts: readonly number[],
): { start: number; length: number } {
  let best = { start: 0, length: 0 };
  const [A, B] = [frameLength(first), frameLength(second)];
  for (const start of starts) {
    let length = 0;
    while (start + length < A && t + length < B) {
      if (!isSameRow(first, start + length, second, t + length)) break;
      length++;
    }
    if (length > best.length) best = { start, length };
  }
  return best;
}

function countChanges(frame: TimeSeriesFrame, t: number, length: number): number {
  let changes = 0;
  for (let row = t + 1; row < t + length; row++) {
    if (!isSameRow(frame, row - 1, frame, row)) changes++;
  }
  return changes;
}

/** The first rows with each hash of readings. */
function rowsByReadings(frame: TimeSeriesFrame): Map<number, number[]> {
  const rows = new Map<number, number[]>();
  for (let t = 0; t < frameLength(frame); t++) {
    const hash = hashRow(frame, t);
    const before = rows.get(hash);
    if (!before) rows.set(hash, [t]);
    else if (before.length < MOST_STARTS) before.push(t);
  }
  return rows;
}

const word = new Float32Array(1);
const bits = new Uint32Array(word.buffer);

/** FNV-1a over the bits of the readings; −0 counts as 0, every missing reading as the same. */
function hashRow({ values, channels }: TimeSeriesFrame, t: number): number {
  const C = channels.length;
  let hash = 0x811c9dc5;
  for (let i = t * C; i < (t + 1) * C; i++) {
    word[0] = Number.isNaN(values[i]) ? NaN : values[i] + 0;
    hash = Math.imul(hash ^ bits[0], 0x01000193);
    hash ^= hash >>> 15; // readings often differ in their high bits only
  }
  return hash;
}

function isSameRow(a: TimeSeriesFrame, s: number, b: TimeSeriesFrame, t: number): boolean {
  const C = a.channels.length;
  for (let c = 0; c < C; c++) {
    const [x, y] = [a.values[s * C + c], b.values[t * C + c]];
    if (x !== y && !(Number.isNaN(x) && Number.isNaN(y))) return false;
  }
  return true;
}

function isSame(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((name, i) => name === b[i]);
}
