/**
 * Tables with one row per reading (tag, time, value), turned into one row per time and one column
 * per tag. In memory, as the readings of one time may lie anywhere in the file.
 */
import { ConfigError, DataError } from '@anodec/core';
import type { TableChunk, TableColumn, TableReader } from '@anodec/tables';
import { findTimeColumn, joinDateAndTime, type TimeColumn } from './find-time.js';

/** Options of pivoting. */
export interface PivotOptions {
  /** The column of the tags. */
  readonly tag: string;
  /** The column of the readings; by default the only column of numbers beside tag and times. */
  readonly value?: string;
  /** The column of the times, or of dates and of times of day, as in Date,Time; `auto` finds it. */
  readonly timeColumn: string;
  /** Whether a second reading of the same tag and time is skipped, not refused. */
  readonly keepFirst?: boolean;
}

const CHUNK_ROWS = 4096;

/** A column and where its cells lie in a chunk. */
type Placed = Pick<TimeColumn, 'name' | 'kind' | 'place'>;

/**
 * Pivots a table and closes it: the column of times, then a column for each tag in the order in
 * which they first occur; what was not read at a time is missing.
 *
 * @returns a table whose rows are in the order in which the times first occur, counted from 1; other
 *   columns than tag, time and value are not in it
 * @throws ConfigError when a column is not there or the readings could be several columns
 * @throws DataError when a tag is empty or has two readings at one time
 */
export async function pivotTable(table: TableReader, options: PivotOptions): Promise<TableReader> {
  try {
    const K = table.columns.filter(({ kind }) => kind !== 'text').length;
    let columns: ReturnType<typeof findColumns> | undefined;
    let wide: ReturnType<typeof createWideRows> | undefined;
    for await (const chunk of table.chunks()) {
      columns ??= findColumns(table, options, chunk);
      wide ??= createWideRows(table, options, columns.time);
      for (let r = 0; r < chunk.rows; r++) {
        const tag = cellOf(columns.tag, chunk, r, K);
        const value = cellOf(columns.value, chunk, r, K) as number;
        wide.add(timeOf(columns.time, chunk, r, K), tag, value, chunk.firstRow + r);
      }
    }
    if (!wide) throw new DataError(`${table.source} must have rows, got none.`);
    return wide.table();
  } finally {
    await table.close();
  }
}

function cellOf({ kind, place }: Placed, { numbers, texts }: TableChunk, r: number, K: number) {
  return kind === 'text' ? texts[place][r].trim() : numbers[r * K + place];
}

function timeOf(time: TimeColumn, chunk: TableChunk, r: number, K: number): string | number {
  const { timeOfDay } = time;
  return timeOfDay ? joinDateAndTime(time, timeOfDay, chunk, r) : cellOf(time, chunk, r, K);
}

function findColumns(
  { source, columns }: TableReader,
  { tag, value, timeColumn }: PivotOptions,
  first: TableChunk,
) {
  const counts = { texts: 0, numbers: 0 };
  const placed = columns.map(({ name, kind }): Placed => {
    return { name: name.trim(), kind, place: kind === 'text' ? counts.texts++ : counts.numbers++ };
  });
  const named = (name: string, setting: string): Placed => {
    const found = placed.find((column) => column.name === name.trim());
    if (found) return found;
    throw new ConfigError(
      `\`${setting}\` must be a column of ${source}, got "${name}". It has ` +
        `${placed.map((column) => column.name).join(', ')}.`,
    );
  };
  const tags = named(tag, 'pivot');
  const time = findTimeColumn(source, placed, timeColumn, first);
  if (!time) {
    throw new ConfigError(
      `A table to pivot must have a column of times, got none in ${source}. Name it in \`timeColumn\`.`,
    );
  }
  if (value !== undefined) return { tag: tags, time, value: named(value, 'pivotValue') };
  const numbers = placed.filter(
    ({ name, kind }) => kind === 'number' && name !== tags.name && name !== time.name,
  );
  if (numbers.length === 1) return { tag: tags, time, value: numbers[0] };
  throw new ConfigError(
    `\`pivotValue\` must name the column of ${source} with the readings, got ` +
      `${numbers.map(({ name }) => name).join(', ') || 'no column of numbers'}.`,
  );
}

/** One row per time, growing by times and by tags. */
function createWideRows(
  { source, notes }: TableReader,
  { tag, keepFirst }: PivotOptions,
  { name: timeName, kind, timeOfDay }: TimeColumn,
) {
  const textTimes = timeOfDay !== undefined || kind === 'text';
  const tags = new Map<string, (number | undefined)[]>();
  const rows = new Map<string | number, number>();
  const firstRows: number[] = [];
  const add = (time: string | number, name: string | number, value: number, row: number): void => {
    if (name === '' || Number.isNaN(name)) {
      throw new DataError(
        `The column ${tag} of ${source} must name a tag in every row, got an empty cell in row ${row}.`,
      );
    }
    let t = rows.get(time);
    if (t === undefined) {
      t = rows.size;
      rows.set(time, t);
      firstRows.push(row);
    }
    let readings = tags.get(String(name));
    if (!readings) tags.set(String(name), (readings = []));
    if (readings[t] === undefined) readings[t] = value;
    else if (!keepFirst) {
      throw new DataError(
        `A tag must have one reading at a time, got two of ${name} at the time of row ` +
          `${firstRows[t]} in ${source}, row ${row}. Keep the first with \`duplicates: keep-first\`.`,
      );
    }
  };
  const table = (): TableReader => {
    const time: TableColumn = timeOfDay
      ? { name: 'timestamp', kind: 'text' }
      : { name: timeName, kind };
    const columns = [
      time,
      ...[...tags.keys()].map((name): TableColumn => ({ name, kind: 'number' })),
    ];
    const times = [...rows.keys()];
    return {
      source,
      columns,
      ...(notes && { notes }),
      async *chunks() {
        for (let start = 0; start < times.length; start += CHUNK_ROWS) {
          const part = times.slice(start, start + CHUNK_ROWS);
          const rowsOf = part.flatMap((at, r) => [
            ...(textTimes ? [] : [Number(at)]),
            ...[...tags.values()].map((values) => values[start + r] ?? NaN),
          ]);
          yield {
            firstRow: start + 1,
            rows: part.length,
            numbers: Float64Array.from(rowsOf),
            texts: textTimes ? [part.map(String)] : [],
          };
        }
      },
      close: () => Promise.resolve(),
    };
  };
  return { add, table };
}
