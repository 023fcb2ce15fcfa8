/**
 * Tables with one row per reading (tag, time, value), turned into one row per time and one column
 * per tag. In memory, as the readings of one time may lie anywhere in the file.
 */
import { ConfigError, DataError } from '@anodec/core';
import type { TableChunk, TableColumn, TableReader } from '@anodec/tables';

/** How to pivot. */
export interface PivotOptions {
  /** The column of the tags. */
  readonly tag: string;
  /** The column of the readings; by default the only column of numbers beside tag and times. */
  readonly value?: string;
  /** The column of the times. */
  readonly time: string;
  /** Whether a second reading of the same tag and time is passed over, not refused. */
  readonly keepFirst?: boolean;
}

const CHUNK_ROWS = 4096;

/** A column and where its cells lie. */
interface Placed {
  readonly column: TableColumn;
  readonly place: number;
}

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
    const columns = findColumns(table, options);
    const wide = createWideRows(table.source, options, columns.time.column.kind === 'text');
    const K = table.columns.filter(({ kind }) => kind !== 'text').length;
    const cell = ({ column, place }: Placed, { numbers, texts }: TableChunk, r: number) =>
      column.kind === 'text' ? texts[place][r].trim() : numbers[r * K + place];
    for await (const chunk of table.chunks()) {
      for (let r = 0; r < chunk.rows; r++) {
        const value = cell(columns.value, chunk, r) as number;
        wide.add(
          cell(columns.time, chunk, r),
          cell(columns.tag, chunk, r),
          value,
          chunk.firstRow + r,
        );
      }
    }
    return wide.table(columns.time.column);
  } finally {
    await table.close();
  }
}

function findColumns({ source, columns }: TableReader, { tag, value, time }: PivotOptions) {
  const counts = { texts: 0, numbers: 0 };
  const placed = columns.map((column): Placed => {
    const place = column.kind === 'text' ? counts.texts++ : counts.numbers++;
    return { column: { ...column, name: column.name.trim() }, place };
  });
  const named = (name: string, setting: string): Placed => {
    const found = placed.find(({ column }) => column.name === name.trim());
    if (found) return found;
    throw new ConfigError(
      `${setting} must be a column of ${source}, got "${name}". It has ` +
        `${placed.map(({ column }) => column.name).join(', ')}.`,
    );
  };
  const [tags, times] = [named(tag, 'pivot'), named(time, 'timeColumn')];
  const numbers = placed.filter((p) => p !== tags && p !== times && p.column.kind === 'number');
  if (value !== undefined) return { tag: tags, time: times, value: named(value, 'pivotValue') };
  if (numbers.length === 1) return { tag: tags, time: times, value: numbers[0] };
  throw new ConfigError(
    `pivotValue must say which column of ${source} holds the readings, got ` +
      `${numbers.length === 0 ? 'no column of numbers' : numbers.map(({ column }) => column.name).join(', ')}.`,
  );
}

/** One row per time, growing by times and by tags. */
function createWideRows(source: string, { tag, keepFirst }: PivotOptions, textTimes: boolean) {
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
          `${firstRows[t]} in ${source}, row ${row}. Keep the first with duplicates: keep-first.`,
      );
    }
  };
  const table = (time: TableColumn): TableReader => {
    const columns = [
      time,
      ...[...tags.keys()].map((name): TableColumn => ({ name, kind: 'number' })),
    ];
    const times = [...rows.keys()];
    return {
      source,
      columns,
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
