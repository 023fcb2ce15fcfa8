/** Export of a table to a file, here or in S3, whose ending selects the format. */
import { basename } from 'node:path';
import { DataError, type Progress, silentProgress } from '@anodec/core';
import type { TableReader } from '../table.js';
import { writeArrow } from '../columnar/arrow-writer.js';
import { batchColumns } from '../columnar/column-batch.js';
import { writeCsv, writePackedCsv } from '../columnar/csv-writer.js';
import { writeParquet } from '../columnar/parquet-writer.js';
import { isS3Path, replaceTable } from './replace-table.js';
import type { WriteTableFile } from './table-file.js';

/** To add a format: one file with its writer, one line for each ending. */
export const tableWriters: Readonly<Record<string, WriteTableFile>> = {
  '.parquet': writeParquet,
  '.arrow': writeArrow,
  '.feather': writeArrow,
  '.csv': writeCsv,
  '.csv.gz': writePackedCsv,
};

/** Progress listener, abort signal, and what to keep with the table. */
export interface ExportOptions {
  readonly notes?: Readonly<Record<string, string>>;
  /** How many rows there are, for the progress; 0 when it is not known. */
  readonly rows?: number;
  readonly signal?: AbortSignal;
  readonly progress?: Progress;
}

/**
 * Reads a table to its end, a piece at a time, into a file, and closes it. The file takes its place
 * when it is complete.
 *
 * @returns the number of rows
 * @throws DataError when the ending is not known, the table cannot be read or the file not be written
 * @throws StoppedError when the signal was raised
 */
export async function exportTable(
  table: TableReader,
  path: string,
  { notes = {}, rows: total = 0, signal, progress = silentProgress }: ExportOptions = {},
): Promise<number> {
  try {
    const write = writerFor(path);
    let rows = 0;
    const onRows = (done: number): void => {
      rows = done;
      progress.update(done);
    };
    progress.begin(`Writing ${basename(path)}`, total, 'rows');
    const batches = batchColumns(table, { signal, onRows });
    const kept = { source: table.source, ...notes };
    await replaceTable(
      path,
      (draft) => write(draft, { columns: table.columns, notes: kept, batches }),
      { progress, ...(signal && { signal }) },
    );
    return rows;
  } finally {
    progress.end();
    await table.close();
  }
}

function writerFor(path: string): WriteTableFile {
  // an address may have options behind its name
  const name = basename(isS3Path(path) ? path.replace(/\?.*$/s, '') : path).toLowerCase();
  const ending = Object.keys(tableWriters).find((known) => name.endsWith(known));
  if (ending) return tableWriters[ending];
  const known = Object.keys(tableWriters).join(', ');
  throw new DataError(`${basename(path)} must end in one of ${known}. Give it another name.`);
}
