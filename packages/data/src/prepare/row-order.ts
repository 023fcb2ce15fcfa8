/** Selection and order of the rows of a raw recording. */
import { type Clock, DataError, formatTimestamp } from '@anodec/core';
import type { PrepareConfig } from './config.js';
import type { RepairLog } from '../repair-log.js';

/** The times of the rows that were read. */
export interface ReadRows {
  readonly source: string;
  readonly clock: Clock;
  /** (T) */
  readonly times: Float64Array;
  /** (T), row numbers in the file. */
  readonly rowNumbers: Uint32Array;
}

/**
 * Sorts rows by time and drops those outside the dates and those that repeat a time, as the
 * settings allow; each is counted.
 *
 * @returns indices of the rows to keep, in order, or undefined when all stay as they are
 * @throws DataError at the first row out of order, or repeating a time, that may not be repaired
 */
export function orderRows(
  rows: ReadRows,
  config: Pick<PrepareConfig, 'from' | 'to' | 'unordered' | 'duplicates' | 'timeZone'>,
  log: RepairLog,
): Uint32Array | undefined {
  const { times } = rows;
  const after = parseDate(config.from, -Infinity);
  const before = parseDate(config.to, Infinity);
  const place = (t: number) =>
    `${formatTimestamp(times[t], rows.clock)} in ${rows.source}, row ${rows.rowNumbers[t]}`;
  let unordered = false;
  for (let t = 1; t < times.length; t++) {
    if (times[t] >= times[t - 1]) continue;
    if (config.unordered === 'refuse') throw refuseUnordered(rows, t, config.timeZone);
    unordered = true;
    log.add('row-unordered', place(t));
  }
  if (!unordered && isStrictlyWithin(times, after, before)) return undefined;
  const order = Uint32Array.from(times, (_, t) => t);
  if (unordered) order.sort((a, b) => times[a] - times[b] || a - b);
  const kept: number[] = [];
  for (const t of order) {
    const last = kept.at(-1);
    if (!(times[t] > after && times[t] < before)) log.add('row-outside-dates', place(t));
    else if (last !== undefined && times[last] === times[t]) {
      if (config.duplicates === 'refuse') throw refuseDuplicate(rows, last, t);
      log.add('row-duplicate', place(t));
    } else kept.push(t);
  }
  return Uint32Array.from(kept);
}

/** Whether all times rise and lie between two, as those of nearly every recording do. */
function isStrictlyWithin(times: Float64Array, after: number, before: number): boolean {
  let last = after;
  for (const time of times) {
    if (!(time > last && time < before)) return false;
    last = time;
  }
  return true;
}

/**
 * Milliseconds since 1970 of a date of the settings.
 *
 * @param none the result without a date
 */
export function parseDate(date: string | undefined, none: number): number {
  if (date === undefined) return none;
  return Date.parse(`${date.replace(' ', 'T')}${date.length > 10 ? '' : 'T00:00'}Z`);
}

/** How far time seems to go back where clocks are set back by half an hour or one, less the step between two rows. */
const SET_BACK = { least: 900_000, most: 3_600_000 };

function refuseUnordered(
  { source, clock, times, rowNumbers }: ReadRows,
  t: number,
  timeZone: string | undefined,
): DataError {
  // sorted, the two hours would be mixed into one
  const back = times[t - 1] - times[t];
  const isAsClocks = back >= SET_BACK.least && back < SET_BACK.most;
  const mayBeSetBack = clock === 'utc' && timeZone === undefined && isAsClocks;
  const zone = mayBeSetBack
    ? 'If clocks were set back there, name their zone with `timeZone`, such as Europe/Berlin; otherwise sort'
    : 'Sort';
  return new DataError(
    `Time must not go back, got ${formatTimestamp(times[t], clock)} after ` +
      `${formatTimestamp(times[t - 1], clock)} in ${source}, row ${rowNumbers[t]}. ${zone} the rows with ` +
      '`unordered: sort`.',
  );
}

function refuseDuplicate(rows: ReadRows, first: number, again: number): DataError {
  const { source, clock, times, rowNumbers } = rows;
  return new DataError(
    `Times must not repeat, got ${formatTimestamp(times[again], clock)} in ${source}, rows ` +
      `${rowNumbers[first]} and ${rowNumbers[again]}. Keep the first with \`duplicates: keep-first\`.`,
  );
}
