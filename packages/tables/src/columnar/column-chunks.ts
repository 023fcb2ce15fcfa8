/** Cells of columns, whatever library decoded them, as chunks of a table. */
import { DataError } from '@anodec/core';
import type { TableChunk, TableColumn } from '../table.js';

/** A column that was read: a function of the row, or an array. */
export type CellSource = (row: number) => unknown;

/** Rows of a chunk: some megabytes of readings. */
const CHUNK_ROWS = 8192;

/**
 * Cuts columns into chunks. A null is missing.
 *
 * @param firstRow number of the first row, counted from 1
 * @throws DataError that names column and row where a cell is not what its column holds
 */
export function* chunkColumns(
  source: string,
  columns: readonly TableColumn[],
  cells: readonly CellSource[],
  { rows, firstRow }: { readonly rows: number; readonly firstRow: number },
): Generator<TableChunk> {
  const numeric = columns.flatMap(({ kind }, k) => (kind === 'text' ? [] : [k]));
  const textual = columns.flatMap(({ kind }, k) => (kind === 'text' ? [k] : []));
  const K = numeric.length;
  for (let start = 0; start < rows; start += CHUNK_ROWS) {
    const count = Math.min(CHUNK_ROWS, rows - start);
    const place = (k: number, r: number) =>
      `${source}, row ${firstRow + start + r}, column ${columns[k].name}`;
    const numbers = new Float64Array(count * K);
    for (const [n, k] of numeric.entries()) {
      const cell = cells[k];
      for (let r = 0; r < count; r++) {
        const value = cell(start + r);
        numbers[r * K + n] = typeof value === 'number' ? value : numberOf(value, () => place(k, r));
      }
    }
    const texts = textual.map((k) =>
      Array.from({ length: count }, (_, r) => textOf(cells[k](start + r), () => place(k, r))),
    );
    yield { firstRow: firstRow + start, rows: count, numbers, texts };
  }
}

function numberOf(value: unknown, place: () => string): number {
  if (value === null || value === undefined) return NaN;
  if (typeof value === 'boolean') return Number(value);
  if (typeof value === 'bigint' && Number.isSafeInteger(Number(value))) return Number(value);
  const got = typeof value === 'bigint' ? `${value}, which has too many digits` : typeof value;
  throw new DataError(
    `${place()} must be a number of at most 15 digits, got ${got}. Store the column as floats, or leave it out before storing.`,
  );
}

function textOf(value: unknown, place: () => string): string {
  if (value === null || value === undefined) return '';
  if (typeof value === 'string') return value;
  throw new DataError(`${place()} must be a text, got ${typeof value}.`);
}

/** Refuses a column of a type that tables do not have. */
export function refuseType(source: string, column: string, type: string): never {
  throw new DataError(
    `The column ${column} of ${source} must hold numbers, texts or times, got ${type}. ` +
      'Convert it or leave it out before storing.',
  );
}
