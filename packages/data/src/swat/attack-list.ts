/**
 * The list of attacks that comes with the SWaT recordings, cleaned into attacks.
 *
 * The sheet has a start with its date, an end that is only a time of day, five attacks without an
 * end ("No Physical Impact Attack"), a wrong year in the last rows, and a legend below the table.
 */
import { DAY, DataError, formatTime, type Attack } from '@anodec/core';
import type { RepairLog } from '../repair-log.js';
import { parsePoints } from './attack-points.js';
import { parseTimeOfDay, TIME_READERS } from '@anodec/tables';

/** A cell of a small sheet; a time of day is a Date of the first days of 1900 or a day's fraction. */
export type ListCell = string | number | boolean | Date | null;

/** The sheet: its first row names the columns. */
export interface ListSheet {
  readonly source: string;
  readonly rows: readonly (readonly ListCell[])[];
  /** Row number in the file of each row; default: consecutive from 1. */
  readonly rowNumbers?: readonly number[];
}

/** The cleaned list. */
export interface AttackList {
  /** Attacks with an end, in the order of the list. */
  readonly attacks: readonly Attack[];
  /** Attacks without an end, which had no impact. Their `end` is their start. */
  readonly withoutImpact: readonly Attack[];
}

/** Options of reading a list. */
export interface AttackListOptions {
  readonly log?: RepairLog;
  /** Whether to keep wrong years, as the original program did; default false. */
  readonly keepYearErrors?: boolean;
}

/**
 * Numbers of attacks that left no trace in the recorded channels.
 *
 * Source: the corrected attack times of the repository pwwl/ics-anomaly-detection
 * (swat-corrections.md): attack 4 acted on a valve without a column, 14 and 29 were prevented by the
 * state of the plant and by an interlock.
 */
const NO_TRACE: ReadonlySet<number> = new Set([4, 14, 29]);

const TIME_OF_DAY_YEARS = Date.UTC(1905, 0, 1);

/**
 * Cleans the rows of the list.
 *
 * A start that lies about a year before the attack above it bears the wrong year and is moved to the
 * next. An end that lies before its start is on the next day.
 *
 * @throws DataError when a column is missing or a cell cannot be read
 */
export function readAttackList(sheet: ListSheet, options: AttackListOptions = {}): AttackList {
  const columns = findColumns(sheet);
  const { log, keepYearErrors = false } = options;
  const attacks: Attack[] = [];
  const withoutImpact: Attack[] = [];
  let previous = -Infinity;
  for (const { cells, place } of listedRows(sheet)) {
    const number = numberOf(cells[columns.number]);
    if (number === undefined) {
      log?.add('legend-row', place);
      continue;
    }
    const name = `Attack ${number}`;
    const at = `${name} in ${place}`;
    const listed = startOf(cells[columns.start], place);
    const start = keepYearErrors ? listed : correctYear(listed, previous);
    if (start !== listed) log?.add('year-corrected', `${at}, dated ${formatTime(listed)}`);
    previous = start;
    const action = String(cells[columns.action] ?? '').trim();
    const shared = { name, start, ...(action && { action }) };
    const end = endOf(cells[columns.end], start, place);
    if (end === undefined) {
      log?.add('attack-without-end', at);
      withoutImpact.push({ ...shared, end: start, channels: [], leavesTrace: false });
      continue;
    }
    if (midnightOf(end) > midnightOf(start)) log?.add('end-next-day', at);
    const channels = parsePoints(String(cells[columns.points] ?? ''), place, log);
    attacks.push({ ...shared, end, channels, leavesTrace: !NO_TRACE.has(number) });
  }
  return { attacks, withoutImpact };
}

/** The rows below the header that hold anything, each with its place in the file. */
function* listedRows({ source, rows, rowNumbers }: ListSheet) {
  for (const [r, cells] of rows.entries()) {
    if (r === 0 || cells.every((cell) => cell === null || cell === '')) continue;
    yield { cells, place: `${source}, row ${rowNumbers?.[r] ?? r + 1}` };
  }
}

const names = {
  number: 'attack#',
  start: 'starttime',
  end: 'endtime',
  points: 'attackpoint',
  action: 'attack',
} as const;

type Columns = Readonly<Record<keyof typeof names, number>>;

function findColumns({ source, rows }: ListSheet): Columns {
  const header = (rows[0] ?? []).map((cell) => String(cell ?? '').trim());
  const plain = header.map((name) => name.replace(/\s/g, '').toLowerCase());
  const entries = Object.entries(names).map(([key, name]) => {
    const column = plain.indexOf(name);
    if (column >= 0) return [key, column] as const;
    const wanted = 'Attack #, Start Time, End Time, Attack Point, Attack';
    throw new DataError(
      `An attack list must have the columns ${wanted} in its first row, got ` +
        `${header.filter(Boolean).join(', ') || 'no names'} in ${source}.`,
    );
  });
  return Object.fromEntries(entries) as unknown as Columns;
}

/** The number of an attack; undefined in the legend below the table. */
function numberOf(cell: ListCell | undefined): number | undefined {
  if (typeof cell === 'number') return Number.isInteger(cell) ? cell : undefined;
  return typeof cell === 'string' && /^\s*\d+\s*$/.test(cell) ? Number(cell) : undefined;
}

function startOf(cell: ListCell | undefined, place: string): number {
  const time = cell instanceof Date ? cell.getTime() : dateOfText(cell);
  if (time > TIME_OF_DAY_YEARS) return wholeSeconds(time);
  throw new DataError(
    `Start Time must be a date with a time in ${place}, got ${describeCell(cell)}. Correct the cell.`,
  );
}

/** The end in the day of the start, or in the next; undefined where the cell is empty. */
function endOf(cell: ListCell | undefined, start: number, place: string): number | undefined {
  if (cell === undefined || cell === null || cell === '') return undefined;
  const dated = cell instanceof Date ? cell.getTime() : dateOfText(cell);
  if (dated > TIME_OF_DAY_YEARS && dated >= start) return wholeSeconds(dated);
  const timeOfDay = timeOfDayIn(cell);
  if (Number.isNaN(timeOfDay)) {
    if (typeof cell === 'string' && /impact/i.test(cell)) return undefined;
    throw new DataError(
      `End Time must be a time of day, or a time after the start, in ${place}, got ` +
        `${describeCell(cell)}. Correct the cell.`,
    );
  }
  const end = midnightOf(start) + wholeSeconds(timeOfDay);
  return end < start ? end + DAY : end;
}

function timeOfDayIn(cell: ListCell): number {
  if (cell instanceof Date) {
    const time = cell.getTime();
    return time < TIME_OF_DAY_YEARS ? time - midnightOf(time) : NaN;
  }
  if (typeof cell === 'number') return cell >= 0 && cell < 1 ? cell * DAY : NaN;
  return typeof cell === 'string' ? parseTimeOfDay(cell) : NaN;
}

function dateOfText(cell: ListCell | undefined): number {
  if (typeof cell !== 'string' || cell.trim() === '') return NaN;
  return TIME_READERS.map((parse) => parse(cell)).find((time) => !Number.isNaN(time)) ?? NaN;
}

/** Sheets keep times as fractions of a day, which miss the second by less than a millisecond. */
function wholeSeconds(time: number): number {
  const nearest = Math.round(time / 1000) * 1000;
  return Math.abs(time - nearest) <= 2 ? nearest : time;
}

function midnightOf(time: number): number {
  return Math.floor(time / DAY) * DAY;
}

/** The year after, for a start that lies about a year before the attack above it. */
function correctYear(start: number, previous: number): number {
  const days = (previous - start) / DAY;
  if (!(days > 330 && days < 400)) return start;
  const corrected = new Date(start);
  corrected.setUTCFullYear(corrected.getUTCFullYear() + 1);
  return corrected.getTime();
}

function describeCell(cell: ListCell | undefined): string {
  if (cell instanceof Date) return formatTime(cell.getTime());
  return cell === undefined || cell === null || cell === '' ? 'an empty cell' : `"${cell}"`;
}
