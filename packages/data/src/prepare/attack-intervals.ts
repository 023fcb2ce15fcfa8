/**
 * Attacks of any plant from a list of their begins and ends, as WADI, SKAB or one's own notebook has
 * them: a table with a column for the begin and one for the end, perhaps with dates in a third.
 */
import { type Attack, type Clock, DataError, DAY, formatTime } from '@anodec/core';
import { parseTimeOfDay, type TableReader, TIME_READERS } from '@anodec/tables';
import type { AttackList, ListCell } from '../swat/attack-list.js';
import { type CellRow, readCellRows } from './cell-rows.js';
import { createTimeZone } from './time-zone.js';

/** What is known of the recordings that the list belongs to. */
export interface AttackIntervalOptions {
  /** What the times of the recordings are; default `utc`. */
  readonly clock?: Clock;
  /** From the first to the last row; decides between day and month where both can be read. */
  readonly within?: { readonly start: number; readonly end: number };
  /** Zone of the times of the list, such as Asia/Singapore; default UTC. */
  readonly timeZone?: string;
}

/** Names of the columns, without blanks and signs, in lower case. */
const NAMES = {
  start:
    /^(attack|anomaly)?(start|starting|begin|beginning|from|onset)(time|timestamp|date|datetime|row)?$/,
  end: /^(attack|anomaly)?(end|ending|stop|finish|until|to)(time|timestamp|date|datetime|row)?$/,
  date: /^(date|day)$/,
  name: /^(name|id|no|nr|number|attack|attackid|attackno|attacknumber|attackname|anomaly|event)$/,
  channels: /^(affected|attackpoints?|points?|channels?|sensors?|tags?|targets?|components?)$/,
  action: /^(description|attackdescription|action|comment|remark)$/,
  trace: /^leavestrace$/,
  impact: /^hasimpact$/,
} as const;

type Places = Readonly<Partial<Record<keyof typeof NAMES, number>>> & {
  readonly start: number;
  readonly end: number;
};

/**
 * Reads the attacks of a list.
 *
 * Begin and end are dates with times, times of day beside a column of dates, or, for recordings
 * without dates, seconds since the start or row numbers from 0. An end that is a time of day before
 * the begin is on the next day. Names default to "Attack 1", "Attack 2", ….
 *
 * @returns in the order of the list, in milliseconds since 1970 or in the clock of the recordings;
 *   both ends belong to the attack
 * @throws DataError when a column is missing, a cell is no time, or an attack ends before it begins
 */
export async function readAttackIntervals(
  table: TableReader,
  options: AttackIntervalOptions = {},
): Promise<readonly Attack[]> {
  return (await readIntervalList(table, options)).attacks;
}

/**
 * Reads a list as `readAttackIntervals` does, and sets the attacks apart whose column `has_impact`, as
 * an exported list has it, holds 0. Those whose `leaves_trace` holds 0 are known to have no effect.
 *
 * @throws DataError as `readAttackIntervals`
 */
export async function readIntervalList(
  table: TableReader,
  options: AttackIntervalOptions = {},
): Promise<AttackList> {
  const { source } = table;
  const places = findPlaces(table);
  const rows = (await readCellRows(table)).filter(
    ({ cells }) => cells[places.start] !== null || cells[places.end] !== null,
  );
  if (rows.length === 0) throw new DataError(`${source} must list attacks, got no row with times.`);
  const read = chooseReader(source, rows, places, options);
  const all = rows.map((row, n) => ({
    attack: attackOf(row, n, places, read(row)),
    hasImpact: isTrue(row, places.impact),
  }));
  const those = (hasImpact: boolean): Attack[] =>
    all.filter((one) => one.hasImpact === hasImpact).map(({ attack }) => attack);
  return { attacks: those(true), withoutImpact: those(false) };
}

function findPlaces({ source, columns }: TableReader): Places {
  const plain = columns.map(({ name }) => name.replace(/[^\p{L}\p{N}]/gu, '').toLowerCase());
  const entries = Object.entries(NAMES).flatMap(([key, pattern]) => {
    const place = plain.findIndex((name) => pattern.test(name));
    return place < 0 ? [] : [[key, place] as const];
  });
  const places = Object.fromEntries(entries) as Partial<Places>;
  if (places.start !== undefined && places.end !== undefined) return places as Places;
  throw new DataError(
    `A list of attacks must have a column of begins and one of ends, called start and end, got ` +
      `${columns.map(({ name }) => name.trim()).join(', ')} in ${source}. Rename them.`,
  );
}

interface Interval {
  readonly start: number;
  readonly end: number;
}
type ReadInterval = (row: CellRow) => Interval;

/** Of the formats that read every row, the one with the most attacks within the recordings. */
function chooseReader(
  source: string,
  rows: readonly CellRow[],
  places: Places,
  options: AttackIntervalOptions,
): ReadInterval {
  const { clock = 'utc', within } = options;
  if (clock !== 'utc') return (row) => readNumbers(source, row, places, clock);
  const zone = options.timeZone === undefined ? undefined : createTimeZone(options.timeZone);
  const inZone = (time: number, place: string) =>
    zone ? zone.utcOf(time, -Infinity, () => place) : time;
  let best: { inside: number; intervals: Map<CellRow, Interval> } | undefined;
  for (const parse of TIME_READERS) {
    const found = new Map<CellRow, Interval>();
    for (const row of rows) {
      const { start, end } = readDated(row, places, parse);
      if (Number.isNaN(start) || Number.isNaN(end)) break;
      const place = `${source}, row ${row.row}`;
      found.set(row, { start: inZone(start, place), end: inZone(end, place) });
    }
    if (found.size < rows.length) continue;
    const overlaps = ({ start, end }: Interval) =>
      !within || (start <= within.end && end >= within.start);
    const inside = [...found.values()].filter(
      (one) => one.start <= one.end && overlaps(one),
    ).length;
    if (!best || inside > best.inside) best = { inside, intervals: found };
  }
  const intervals = best?.intervals;
  if (!intervals) throw unreadable(source, rows, places);
  return (row) => checkOrder(source, row, intervals.get(row) as Interval);
}

/** Begin and end of a row, NaN where the format does not read one. */
function readDated(
  { cells }: CellRow,
  { start: s, end: e, date: d }: Places,
  parse: (text: string) => number,
): Interval {
  const date = d === undefined ? null : cells[d];
  const start = timeIn(cells[s], date, parse);
  const timeOfDay = timeOfDayIn(cells[e]);
  if (Number.isNaN(timeOfDay)) return { start, end: timeIn(cells[e], date, parse) };
  const end = Math.floor(start / DAY) * DAY + timeOfDay;
  return { start, end: end < start ? end + DAY : end };
}

/** A cell that holds a date, or a time of day joined with the date beside it. */
function timeIn(cell: ListCell, date: ListCell, parse: (text: string) => number): number {
  const timeOfDay = timeOfDayIn(cell);
  if (Number.isNaN(timeOfDay)) return momentIn(cell, parse);
  const text = typeof date === 'string' ? date.trim() : date;
  const midnight = typeof text === 'string' ? parse(`${text} 00:00:00`) : momentIn(text, parse);
  const day = Number.isNaN(midnight) ? momentIn(text, parse) : midnight;
  return Math.floor(day / DAY) * DAY + timeOfDay;
}

function momentIn(cell: ListCell, parse: (text: string) => number): number {
  if (cell instanceof Date) return cell.getTime();
  return cell === null ? NaN : parse(String(cell).trim());
}

/** Milliseconds since midnight of a time of day without a date; NaN of any other cell. */
function timeOfDayIn(cell: ListCell): number {
  if (cell instanceof Date) {
    const time = cell.getTime(); // negative, as a time alone is one of 1899 or 1900
    return time < Date.UTC(1905, 0) ? time - Math.floor(time / DAY) * DAY : NaN;
  }
  if (typeof cell === 'number') return cell >= 0 && cell < 1 ? cell * DAY : NaN;
  return typeof cell === 'string' ? parseTimeOfDay(cell) : NaN;
}

function readNumbers(source: string, row: CellRow, places: Places, clock: Clock): Interval {
  const factor = clock === 'elapsed' ? 1000 : 1;
  const [start, end] = [row.cells[places.start], row.cells[places.end]].map((cell) => {
    const number = cell === null || cell instanceof Date ? NaN : Number(cell);
    if (!Number.isNaN(number)) return number * factor;
    const what = clock === 'elapsed' ? 'seconds since the start' : 'row numbers from 0';
    throw new DataError(
      `Begin and end must be ${what}, as the recordings have no dates, got ${show(cell)} in ` +
        `${source}, row ${row.row}. Correct the list, or name the \`timeColumn\` of the recordings.`,
    );
  });
  return checkOrder(source, row, { start, end });
}

function checkOrder(source: string, { row }: CellRow, interval: Interval): Interval {
  if (interval.start <= interval.end) return interval;
  throw new DataError(
    `An attack must end after it begins, got ${formatTime(interval.start)} to ` +
      `${formatTime(interval.end)} in ${source}, row ${row}. Correct the list.`,
  );
}

function unreadable(source: string, rows: readonly CellRow[], places: Places): DataError {
  const bad = rows.find(({ cells }) =>
    TIME_READERS.every((parse) => {
      const { start, end } = readDated({ cells, row: 0 }, places, parse);
      return Number.isNaN(start) || Number.isNaN(end);
    }),
  );
  const { cells, row } = bad ?? rows[0];
  return new DataError(
    `Begin and end must be dates with times such as 2015-12-28 10:29:14, all written alike, got ` +
      `${show(cells[places.start])} and ${show(cells[places.end])} in ${source}, row ${row}. ` +
      'Correct the list, or give the dates in a column called Date.',
  );
}

function show(cell: ListCell): string {
  if (cell === null) return 'an empty cell';
  return cell instanceof Date ? formatTime(cell.getTime()) : `"${cell}"`;
}

/** Whether a flag is set; where there is no such column, it is. */
function isTrue({ cells }: CellRow, place: number | undefined): boolean {
  return place === undefined || Number(cells[place] ?? 1) !== 0;
}

function attackOf(row: CellRow, n: number, places: Places, interval: Interval): Attack {
  const { cells } = row;
  const text = (place: number | undefined) =>
    place === undefined ? '' : String(cells[place] ?? '').trim();
  const name = text(places.name);
  const action = text(places.action);
  return {
    name: /^\d*$/.test(name) ? `Attack ${name || n + 1}` : name,
    ...interval,
    channels: text(places.channels)
      .split(/[,;]/)
      .map((channel) => channel.trim())
      .filter((channel) => channel !== ''),
    leavesTrace: isTrue(row, places.trace),
    ...(action && { action }),
  };
}
