/**
 * What becomes of flattened items: those of one device alone, in the order of their time, with the columns that were
 * asked for under the names that were asked for.
 */
import { ConfigError, DataError } from '@anodec/core';
import { addressOption } from '../address-options.js';
import type { FlatRow } from './notation.js';

/** Columns under other names: the first path that an item has gives the value. */
type NamedColumns = readonly { readonly name: string; readonly paths: readonly string[] }[];

/** Options of an address that say which items and columns. */
export const ITEM_OPTIONS = ['time', 'columns'];

/** Named sets of columns. To add one: one line here. */
const columnSets: Readonly<Record<string, NamedColumns>> = {
  lab: [
    column('TimeStamp', 'timestamp', 'payload.timestamp'),
    ...['Humidity', 'Pressure', 'Light_Level', 'Temperature'].map((name) =>
      column(name, `payload.data.${name.toLowerCase()}`, `data.${name.toLowerCase()}`),
    ),
  ],
};

function column(name: string, ...paths: readonly string[]): NamedColumns[number] {
  return { name, paths };
}

/** Which items, and what of them. */
export interface ItemChoice {
  /** Values that items must have, exactly, by their paths. */
  readonly filters: Readonly<Record<string, string>>;
  /** Path of the time that rows are sorted by. */
  readonly time: string;
  readonly columns?: NamedColumns;
}

/**
 * The choice in the options of an address: those that are not `known` are values which items must have.
 *
 * @throws ConfigError when the columns are no list of NAME:PATH
 */
export function itemChoice(url: URL, known: readonly string[]): ItemChoice {
  const reserved = [...known, ...ITEM_OPTIONS];
  const filters = [...url.searchParams].filter(([name]) => !reserved.includes(name));
  const columns = addressOption(url, 'columns');
  return {
    filters: Object.fromEntries(filters),
    time: addressOption(url, 'time') ?? 'timestamp',
    ...(columns !== undefined && { columns: columnSets[columns] ?? parseColumns(columns) }),
  };
}

function parseColumns(text: string): NamedColumns {
  return text.split(',').map((entry) => {
    const [name, ...paths] = entry.split(':');
    if (name !== '' && paths.length === 1 && paths[0] !== '') {
      return column(name, ...paths[0].split('|'));
    }
    throw new ConfigError(
      `\`columns\` must be ${Object.keys(columnSets).join(', ')} or a list such as ` +
        `Level:payload.data.level,Flow:payload.data.flow, got "${text}".`,
    );
  });
}

/** Whether an item is one of those asked for; no other is that begins alike. */
export function isChosen(row: FlatRow, { filters }: ItemChoice): boolean {
  return Object.entries(filters).every(
    ([path, value]) => Object.hasOwn(row, path) && String(row[path]) === value,
  );
}

/** The time of a row: its number, or else its text. */
export function timeIn(row: FlatRow, { time }: ItemChoice, source: string): number | string {
  const paths = [time, `payload.${time}`];
  const value = paths
    .map((path) => row[path])
    .find((found) => found !== undefined && found !== null);
  if (typeof value === 'number') return value;
  if (typeof value === 'string' && value.trim() !== '') {
    const number = Number(value);
    return Number.isNaN(number) ? value : number;
  }
  throw new DataError(
    `Every item of ${source} must have a time in \`${time}\` to be sorted by, got one with ` +
      `${Object.keys(row).join(', ') || 'nothing'}. Name its attribute with \`time\`.`,
  );
}

/** Sorts rows by their times; of equal times the first stays first. @throws DataError for numbers among texts */
export function sortByTime(
  rows: readonly FlatRow[],
  choice: ItemChoice,
  source: string,
): FlatRow[] {
  const timed = rows.map((row) => ({ row, time: timeIn(row, choice, source) }));
  const kinds = new Set(timed.map(({ time }) => typeof time));
  if (kinds.size > 1) {
    throw new DataError(
      `The times of ${source} must all be numbers or all be texts, got both in \`${choice.time}\`.`,
    );
  }
  timed.sort((a, b) => compareTimes(a.time, b.time));
  return timed.map(({ row }) => row);
}

/** Below 0 where `a` is before `b`. */
export function compareTimes(a: number | string, b: number | string): number {
  if (typeof a === 'number' && typeof b === 'number') return a - b;
  return String(a) < String(b) ? -1 : Number(String(a) > String(b));
}

/** The columns that were asked for; a value that an item does not have is missing. */
export function chooseColumns(row: FlatRow, { columns }: ItemChoice): FlatRow {
  if (!columns) return row;
  return Object.fromEntries(
    columns.map(({ name, paths }) => [name, paths.map((path) => row[path]).find(isThere) ?? null]),
  );
}

function isThere(value: unknown): boolean {
  return value !== undefined && value !== null;
}

/** @throws DataError when a column that was asked for is in none of the rows */
export function checkColumns(rows: readonly FlatRow[], choice: ItemChoice, source: string): void {
  const absent = choice.columns?.find(
    ({ paths }) => !rows.some((row) => paths.some((path) => isThere(row[path]))),
  );
  if (!absent || rows.length === 0) return;
  const known = [...new Set(rows.flatMap((row) => Object.keys(row)))];
  throw new DataError(
    `${source} must have ${absent.paths.join(' or ')} for the column ${absent.name}, but no item has it. ` +
      `There are ${known.join(', ')}.`,
  );
}
