/** Reads a small table of a data set as a recording. */
import { basename } from 'node:path';
import { checkStopped, DataError, type TimeSeriesFrame } from '@anodec/core';
import { openTable, type TableChunk, type TableOptions, type TableReader } from '@anodec/tables';
import { cleanTable } from '../prepare/clean-table.js';
import { PrepareConfig } from '../prepare/config.js';
import { createRepairLog, type RepairLog } from '../repair-log.js';
import type { EntityOptions } from './data-set.js';

/** A table that lies in memory. */
export interface WholeTable extends TableReader {
  readonly rows: number;
  readonly pieces: readonly TableChunk[];
}

/** Reads a table to its end. @throws DataError when it cannot be read */
export async function readWhole(path: string, options: TableOptions = {}): Promise<WholeTable> {
  const table = await openTable(path, options);
  try {
    const pieces: TableChunk[] = [];
    for await (const chunk of table.chunks()) {
      checkStopped(options.signal, `reading ${table.source}`);
      pieces.push(chunk);
    }
    return {
      source: table.source,
      columns: table.columns,
      rows: pieces.reduce((sum, { rows }) => sum + rows, 0),
      pieces,
      async *chunks() {
        yield* pieces;
      },
      close: () => Promise.resolve(),
    };
  } finally {
    await table.close();
  }
}

/**
 * Reads and cleans a table.
 *
 * @param settings of cleaning, such as the period of rows without times
 * @throws DataError when it cannot be read or cleaned
 */
export async function readRecording(
  path: string,
  settings: Partial<PrepareConfig>,
  { log = createRepairLog(), ...options }: TableOptions & { readonly log?: RepairLog } = {},
): Promise<TimeSeriesFrame> {
  const table = await readWhole(path, options);
  const config = PrepareConfig.parse({ layout: 'table', ...settings });
  return cleanTable(table, { rows: table.rows, config, log });
}

/**
 * The numbers of a table without names, rows by columns.
 *
 * @throws DataError when it has other than `shape` rows and columns
 */
export async function readMatrix(
  path: string,
  [rows, columns]: readonly [number, number],
  options: EntityOptions = {},
): Promise<Float32Array> {
  const table = await readWhole(path, { header: false, ...options });
  if (table.rows === rows && table.columns.length === columns) {
    const values = new Float32Array(rows * columns);
    let at = 0;
    for (const { numbers } of table.pieces) {
      values.set(numbers, at);
      at += numbers.length;
    }
    if (at === values.length) return values;
  }
  throw new DataError(
    `${basename(path)} must be ${rows} rows of ${columns} numbers, got ${table.rows} rows of ` +
      `${table.columns.length} columns. Get the file as published.`,
  );
}
