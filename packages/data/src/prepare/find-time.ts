/**
 * Finds the column of times of a table, or the two columns that hold date and time of day.
 *
 * Names come first; where no name says it, the only column of dates is the time, and of several the
 * one without a name that pandas writes its index to.
 */
import { DataError } from '@anodec/core';
import {
  detectNumberTimes,
  parseTimeOfDay,
  TIME_READERS,
  type ColumnKind,
  type TableChunk,
} from '@anodec/tables';

/** A column and where its cells lie in a chunk. */
interface PlacedColumn {
  readonly name: string;
  readonly kind: ColumnKind;
  /** Among the columns of numbers and times, or among those of texts. */
  readonly place: number;
}

/** The column of times; with `timeOfDay` the one of dates, to which that adds the time of day. */
export interface TimeColumn extends PlacedColumn {
  readonly timeOfDay?: PlacedColumn;
  /** Whether it was recognised by its cells, not by its name. */
  readonly byContent?: boolean;
}

/** Names of a column of times, the likelier first. */
export const TIME_NAMES = ['timestamp', 'datetime', 'time', 'date', 'timestamps', 'datetimeutc'];
/** Names of a column of dates or of times of day that has the other beside it. */
const DATE_NAMES = ['date', 'day', 'datum', 'dates'];
const TIME_OF_DAY_NAMES = ['time', 'timeofday', 'clock', 'hour', 'times', 'zeit'];
/** Names that pandas and spreadsheets give to a column without one. */
const NAMELESS = /^(unnamed:.*|__index_level_\d+__|index|)$/i;
/** Cells that are inspected. */
const SAMPLE_ROWS = 200;
const DAY = 86_400_000;
/** Times of day without a date lie on the first days of spreadsheets. */
const BEFORE_DATES = Date.UTC(1901, 0);

/**
 * The time column of a table.
 *
 * @param wanted its name, `Date,Time` for two columns, `auto` to find it, `none` for none
 * @param first the first rows; without them only names count
 * @throws DataError when a named column is missing
 */
export function findTimeColumn(
  source: string,
  columns: readonly PlacedColumn[],
  wanted: string,
  first?: TableChunk,
): TimeColumn | undefined {
  if (wanted === 'none') return undefined;
  if (wanted !== 'auto') return namedColumn(source, columns, wanted);
  const found = columnByName(columns, first);
  if (found || !first || first.rows === 0) return found;
  return columnByContent(columns, first) ?? rowColumn(columns, first);
}

function namedColumn(source: string, columns: readonly PlacedColumn[], wanted: string): TimeColumn {
  const find = (name: string) => columns.find((column) => column.name === name.trim());
  const whole = find(wanted);
  if (whole) return whole;
  const parts = wanted.split(',');
  const [date, timeOfDay] = parts.map(find);
  if (parts.length === 2 && date && timeOfDay) return { ...date, timeOfDay };
  const missing = parts.length === 2 ? (date ? parts[1] : parts[0]) : wanted;
  throw new DataError(
    `The column "${missing.trim()}" must be in ${source}, which has ` +
      `${columns.map(({ name }) => name).join(', ')}. Give another \`timeColumn\`.`,
  );
}

function columnByName(
  columns: readonly PlacedColumn[],
  first: TableChunk | undefined,
): TimeColumn | undefined {
  const named = (names: readonly string[]) =>
    names.flatMap((name) => columns.filter((column) => bareName(column.name) === name));
  const [time] = named(TIME_NAMES);
  if (!first || first.rows === 0) return time;
  const timeOfDay = named([...TIME_OF_DAY_NAMES, ...TIME_NAMES]).find((column) =>
    holdsTimesOfDay(column, first),
  );
  const date = named(DATE_NAMES).find((column) => column !== timeOfDay);
  if (timeOfDay && date && !holdsTimesOfDay(date, first)) return { ...date, timeOfDay };
  if (!timeOfDay || timeOfDay !== time) return time;
  const only = columnByContent(columns, first);
  return only ? { ...only, timeOfDay } : time;
}

/** The column `row` of an export whose rows are numbered with gaps. */
function rowColumn(columns: readonly PlacedColumn[], first: TableChunk): TimeColumn | undefined {
  const row = columns.find(({ name, kind }) => name === 'row' && kind === 'number');
  const numbers = row ? numbersOf(row, first) : [];
  const rises = numbers.every((value, r) => r === 0 || value > numbers[r - 1]);
  return numbers.length > 0 && rises && numbers.every(Number.isInteger) ? row : undefined;
}

function columnByContent(
  columns: readonly PlacedColumn[],
  first: TableChunk,
): TimeColumn | undefined {
  const dates = columns.filter((column) => holdsDates(column, first));
  const nameless = dates.find(({ name }) => NAMELESS.test(name));
  const found = nameless ?? (dates.length === 1 ? dates[0] : undefined);
  return found && { ...found, byContent: true };
}

/** A name without blanks, dashes, case and what stands in brackets behind it. */
function bareName(name: string): string {
  return name
    .toLowerCase()
    .replace(/[([].*$/, '')
    .replace(/[\s_/-]/g, '');
}

/** Whether all cells of the sample that are there are dates; numbers are in a column without a name. */
function holdsDates(column: PlacedColumn, first: TableChunk): boolean {
  if (column.kind === 'number')
    return NAMELESS.test(column.name) && areDates(numbersOf(column, first));
  if (column.kind === 'time') {
    const times = numbersOf(column, first);
    return times.length > 0 && times.every((time) => time >= BEFORE_DATES);
  }
  const texts = textsOf(column, first);
  return texts.length > 0 && texts.every(isDate);
}

/** Whether all cells of the sample that are there are times of day without a date. */
export function holdsTimesOfDay(column: PlacedColumn, first: TableChunk): boolean {
  if (column.kind === 'number') {
    return bareName(column.name) === 'hour' && numbersOf(column, first).every(isHour);
  }
  if (column.kind === 'time') {
    const times = numbersOf(column, first);
    return times.length > 0 && times.every((time) => time < BEFORE_DATES);
  }
  const texts = textsOf(column, first);
  return texts.length > 0 && texts.every(isClock);
}

/** Whether numbers rise and are dates of this century, as digits or since 1970. */
function areDates(values: readonly number[]): boolean {
  const [first = NaN] = values;
  if (!values.every((value, r) => r === 0 || value > values[r - 1])) return false;
  const [{ clock, timeOf }] = detectNumberTimes(values, '');
  return clock === 'utc' && timeOf(first) >= Date.UTC(2000, 0) && timeOf(first) < Date.UTC(2100, 0);
}

/** Whether a text is a date; digits alone may be anything. */
function isDate(text: string): boolean {
  return /\D/.test(text) && TIME_READERS.some((parse) => !Number.isNaN(parse(text)));
}

/** Whether a number is an hour of a day, 24 included. */
function isHour(value: number): boolean {
  return Number.isInteger(value) && value >= 0 && value <= 24;
}

/** Whether a text is a time of day, 24:00 included. */
function isClock(text: string): boolean {
  return !Number.isNaN(parseTimeOfDay(text)) || /^\s*24([:.]00){1,2}\s*$/.test(text);
}

function textsOf({ place }: PlacedColumn, first: TableChunk): readonly string[] {
  return first.texts[place].slice(0, SAMPLE_ROWS).filter((text) => text.trim() !== '');
}

function numbersOf({ place }: PlacedColumn, { rows, numbers }: TableChunk): readonly number[] {
  const width = numbers.length / rows;
  const count = Math.min(rows, SAMPLE_ROWS);
  const cells = Array.from({ length: count }, (_, r) => numbers[r * width + place]);
  return cells.filter((cell) => !Number.isNaN(cell));
}

/**
 * The cell of a column of dates and the one of times of day as one text, `2020-01-31 23:59:59`; empty
 * where one of them is.
 */
export function joinDateAndTime(
  date: PlacedColumn,
  timeOfDay: PlacedColumn,
  chunk: TableChunk,
  r: number,
): string {
  const day = cellText(date, chunk, r, (time) => new Date(time).toISOString().slice(0, 10));
  const clock = cellText(timeOfDay, chunk, r, (time) =>
    new Date(((time % DAY) + DAY) % DAY).toISOString().slice(11, 23),
  );
  return day === '' || clock === '' ? '' : `${day} ${clock}`;
}

function cellText(
  { kind, place }: PlacedColumn,
  { rows, numbers, texts }: TableChunk,
  r: number,
  show: (time: number) => string,
): string {
  if (kind === 'text') return texts[place][r].trim();
  const value = numbers[r * (numbers.length / rows) + place];
  if (Number.isNaN(value)) return '';
  return kind === 'time' ? show(value) : String(value);
}
