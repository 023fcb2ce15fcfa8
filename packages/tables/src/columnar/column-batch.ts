/** Rows on their way to a columnar file: collected column by column until there are enough. */
import { checkStopped } from '@anodec/core';
import type { TableChunk, TableColumn, TableReader } from '../table.js';

/** Numbers and times of a column, as wide as they were stored. */
export type BatchNumbers = Float64Array | Float32Array;

/** The cells of one column. */
export type BatchColumn =
  | { readonly column: TableColumn; readonly numbers: BatchNumbers; readonly missing: number }
  | { readonly column: TableColumn; readonly texts: readonly string[]; readonly missing: number };

/** Consecutive rows, (R) cells in each column; NaN and '' are missing. */
export interface ColumnBatch {
  readonly rows: number;
  readonly columns: readonly BatchColumn[];
}

/** Rows of a batch: a record batch of Arrow, a row group of Parquet. */
export const BATCH_ROWS = 65_536;
/** Rows that are taken together: they stay in a processor's cache while column after column is taken. */
const TILE_ROWS = 256;

/** Progress listener and abort signal. */
export interface BatchOptions {
  readonly signal?: AbortSignal;
  /** Receives the number of rows so far. */
  readonly onRows?: (rows: number) => void;
}

/** Reads a table to its end in batches of `BATCH_ROWS`, the last one shorter. */
export async function* batchColumns(
  table: TableReader,
  { signal, onRows }: BatchOptions = {},
): AsyncGenerator<ColumnBatch> {
  let batch = createBatch(table.columns);
  let total = 0;
  for await (const chunk of table.chunks()) {
    checkStopped(signal, `reading ${table.source}`);
    for (let from = 0; from < chunk.rows; ) {
      from += batch.take(chunk, from);
      if (batch.rows() < BATCH_ROWS) continue;
      yield batch.finish();
      batch = createBatch(table.columns);
    }
    total += chunk.rows;
    onRows?.(total);
  }
  if (batch.rows() > 0) yield batch.finish();
}

function createBatch(columns: readonly TableColumn[]) {
  const numeric = columns.filter(({ kind }) => kind !== 'text');
  const K = numeric.length;
  const numbers = numeric.map(({ stored }) =>
    stored === 'float32' ? new Float32Array(BATCH_ROWS) : new Float64Array(BATCH_ROWS),
  );
  const texts: string[][] = Array.from({ length: columns.length - K }, () => []);
  let rows = 0;
  return {
    rows: () => rows,
    /** Takes as many rows as fit and says how many. */
    take(chunk: TableChunk, from: number): number {
      const count = Math.min(BATCH_ROWS - rows, chunk.rows - from);
      for (let start = 0; start < count; start += TILE_ROWS) {
        const end = Math.min(count, start + TILE_ROWS);
        for (const [k, column] of numbers.entries()) {
          for (let r = start; r < end; r++) column[rows + r] = chunk.numbers[(from + r) * K + k];
        }
      }
      for (const [j, column] of texts.entries()) {
        for (let r = 0; r < count; r++) column.push(chunk.texts[j][from + r]);
      }
      rows += count;
      return count;
    },
    finish(): ColumnBatch {
      let number = 0;
      let text = 0;
      const finished = columns.map((column): BatchColumn => {
        if (column.kind === 'text') {
          const cells = texts[text++];
          return { column, texts: cells, missing: cells.filter((cell) => cell === '').length };
        }
        const cells = numbers[number++].subarray(0, rows);
        return { column, numbers: cells, missing: countMissing(cells) };
      });
      return { rows, columns: finished };
    },
  };
}

function countMissing(cells: BatchNumbers): number {
  let missing = 0;
  for (let r = 0; r < cells.length; r++) if (Number.isNaN(cells[r])) missing++;
  return missing;
}

/** A time in milliseconds as whole microseconds, the finest unit that a double keeps of a date. */
export function microsecondsOf(milliseconds: number): number {
  return Math.round(milliseconds * 1000);
}
