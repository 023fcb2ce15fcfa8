/** Opens a table by the ending of its file, or by file and key of a store. */
import { basename } from 'node:path';
import { DataError, type Progress } from '@anodec/core';
import { openArrow } from './columnar/arrow-reader.js';
import { openParquet, openParquetBytes } from './columnar/parquet-reader.js';
import { type CsvOptions, openCsv } from './csv/csv-reader.js';
import type { WordOptions } from './cells/cell-words.js';
import { openWorkbook } from './excel/sheet-reader.js';
import { openJson } from './json/json-reader.js';
import { withMissingWords } from './missing-cells.js';
import { openNpy } from './npy/npy-reader.js';
import { checkSourceFile, storeSource } from './source-file.js';
import { openS3Bytes } from './sources/aws/s3-bytes.js';
import { localTable } from './sources/local-table.js';
import type { TableReader } from './table.js';
import { openStoreTable } from './transfer/store-source.js';

/** Options of reading a table of any format; an option that a format does not have is refused. */
export interface TableOptions extends WordOptions {
  /** The row of the column names, counted from 1; for workbooks 1 by default, else detected. */
  readonly headerRow?: number;
  /** Rows below the names to skip; by default those that hold units or descriptions. */
  readonly skipRows?: number;
  /** The sheet of a workbook, by name or by number counted from 1. */
  readonly sheet?: string | number;
  /** Reader of the sheet of a workbook: `fast`, the default, or `exceljs`. */
  readonly reader?: 'fast' | 'exceljs';
  /** Separator of the fields of a text table. */
  readonly delimiter?: string;
  /** Decimal sign of a text table. */
  readonly decimal?: '.' | ',';
  /** Whether a text table has column names. */
  readonly header?: boolean;
  readonly signal?: AbortSignal;
  readonly progress?: Progress;
}

type OpenTable = (path: string, options: TableOptions) => Promise<TableReader>;

/** To add a format: one folder with its reader, one line for each ending. */
export const tableFormats: Readonly<Record<string, OpenTable>> = {
  '.xlsx': openBook,
  '.csv': openText,
  '.csv.gz': openText,
  '.tsv': (path, options) => openText(path, { delimiter: '\t', ...options }),
  '.txt': openText,
  '.dat': openText,
  '.parquet': (path, options) => openColumns(path, options, openParquet),
  '.arrow': (path, options) => openColumns(path, options, openArrow),
  '.feather': (path, options) => openColumns(path, options, openArrow),
  '.json': (path, options) => openColumns(path, options, openJson),
  '.npy': (path, options) => openColumns(path, options, openNpy),
  '.h5': openStored,
  '.hdf5': openStored,
  '.hdf': openStored,
};

/**
 * Opens a table: a workbook, a text table, a columnar file, an array of NumPy, by the ending of its
 * name; or a table of a store as `FILE.h5:KEY`. Any other table of a server, or `-` for standard
 * input, is copied first; of a Parquet file in S3 the parts are fetched that are read.
 *
 * @throws DataError when the ending is not known, or the file cannot be read in that format
 */
export async function openTable(given: string, options: TableOptions = {}): Promise<TableReader> {
  if (/^s3:.*\.parquet(\?.*)?$/is.test(given)) return openColumns(given, options, openS3Parquet);
  const path = await localTable(given, options);
  const file = storeSource(path)?.path ?? path;
  await checkSourceFile(file);
  const name = basename(file);
  // the longest ending that fits, so that .csv.gz comes before any .gz
  const [ending] = Object.keys(tableFormats)
    .filter((known) => name.toLowerCase().endsWith(known))
    .sort((a, b) => b.length - a.length);
  if (ending) return tableFormats[ending](path, options);
  const known = Object.keys(tableFormats).join(', ');
  throw new DataError(
    `${name} must be a table that ends in one of ${known}. Save it as one of them; a table of a store ` +
      'is named FILE.h5:KEY.',
  );
}

async function openBook(path: string, options: TableOptions): Promise<TableReader> {
  const { headerRow = 1, delimiter, decimal, header, ...rest } = options;
  refuse(path, 'a text table', { delimiter, decimal, header });
  return openWorkbook(path, { headerRow, ...rest });
}

async function openText(path: string, options: TableOptions): Promise<TableReader> {
  const { sheet, reader, ...rest } = options;
  refuse(path, 'a workbook', { sheet, reader });
  return openCsv(path, rest satisfies CsvOptions);
}

async function openS3Parquet(address: string, options: TableOptions): Promise<TableReader> {
  return openParquetBytes(await openS3Bytes(address, options.signal), options);
}

function openStored(path: string, options: TableOptions): Promise<TableReader> {
  return openColumns(path, options, () => openStoreTable(storeSource(path) ?? { path }));
}

async function openColumns(
  path: string,
  options: TableOptions,
  open: OpenTable,
): Promise<TableReader> {
  const { signal, progress, missingWords = [], ...others } = options;
  refuse(path, 'a text table or a workbook', { ...others });
  return withMissingWords(await open(path, { signal, progress }), missingWords);
}

/** Refuses options that have no effect on this format. */
function refuse(path: string, kind: string, options: Readonly<Record<string, unknown>>): void {
  const given = Object.keys(options).filter((name) => options[name] !== undefined);
  if (given.length === 0) return;
  const listed = given.map((name) => `\`${name}\``).join(' and ');
  throw new DataError(`${basename(path)} must be ${kind} to take ${listed}. Omit ${listed}.`);
}
