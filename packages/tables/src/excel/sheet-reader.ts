/** Reads a sheet of a workbook as a table, in memory that does not grow with its rows. */
import { ConfigError, DataError, lookup, type Progress } from '@anodec/core';
import type { WordOptions } from '../cells/cell-words.js';
import { withMissingWords } from '../missing-cells.js';
import type { TableReader } from '../table.js';
import type { Cell } from './cell.js';
import type { SheetSource } from './cell-sink.js';
import { ExceljsSheet } from './exceljs-reader.js';
import { FastSheet } from './fast-reader.js';
import { RowCollector } from './row-collector.js';
import { beginTable } from './sheet-table.js';
import {
  chooseSheet,
  readStructure,
  type SheetPlace,
  type WorkbookStructure,
} from './workbook-structure.js';
import { openArchive, type ZipArchive } from '@anodec/files';

type OpenSheet = (
  path: string,
  archive: ZipArchive,
  structure: WorkbookStructure,
  sheet: SheetPlace,
) => SheetSource;

/** Readers of the cells of a sheet. All give the same; a test compares them. */
export const sheetReaders: Readonly<Record<'fast' | 'exceljs', OpenSheet>> = {
  fast: (_path, archive, structure, sheet) => new FastSheet(archive, structure, sheet),
  exceljs: (path, archive, structure, sheet) => new ExceljsSheet(path, archive, structure, sheet),
};

/** Options of reading a workbook. */
export interface WorkbookOptions extends WordOptions {
  /** The row of the column names, counted from 1; rows above it are skipped. */
  readonly headerRow: number;
  /** Rows below the names to skip; by default those that hold units. */
  readonly skipRows?: number;
  /** The sheet by name, or by number counted from 1; the first by default. */
  readonly sheet?: string | number;
  /** `fast` by default; `exceljs` to compare with. */
  readonly reader?: 'fast' | 'exceljs';
  readonly signal?: AbortSignal;
  readonly progress?: Progress;
}

/**
 * Opens a sheet as a table. Rows without any cell are skipped; their numbers are not reused.
 *
 * The kind of a column is what most of its first 1,000 cells are. A column of text takes numbers
 * and TRUE or FALSE as they read, one of numbers takes TRUE and FALSE as 1 and 0; any other cell
 * of another kind, an error such as #REF!, and a formula without a stored result are refused where
 * they occur, while the chunks are read.
 *
 * @throws DataError that names file, row and column where it can, when the file is missing,
 *   damaged or no workbook, or has no such sheet, no header in that row or no rows below it
 */
export async function openWorkbook(path: string, options: WorkbookOptions): Promise<TableReader> {
  const { headerRow, skipRows } = options;
  if (!Number.isInteger(headerRow) || headerRow < 1) {
    throw new ConfigError(`\`headerRow\` must be a whole number from 1 on, got ${headerRow}.`);
  }
  if (skipRows !== undefined && !(Number.isInteger(skipRows) && skipRows >= 0)) {
    throw new ConfigError(`\`skipRows\` must be a whole number from 0 on, got ${skipRows}.`);
  }
  const archive = await openArchive(path);
  try {
    const sheet = await openSheet(path, archive, options);
    const table = await beginTable(archive.source, sheet, options);
    return withMissingWords(table, options.missingWords ?? []);
  } catch (error) {
    archive.close();
    throw options.sheet === undefined ? await nameOtherSheets(error, path, options) : error;
  }
}

/** The error of an empty sheet, with the names of the sheets that hold data. */
async function nameOtherSheets(
  error: unknown,
  path: string,
  options: WorkbookOptions,
): Promise<unknown> {
  if (!(error instanceof DataError) || !/, got (?:none|an empty row)\./.test(error.message)) {
    return error;
  }
  const archive = await openArchive(path);
  try {
    const { sheets } = await readStructure(archive);
    const filled: string[] = [];
    for (const [k, { name }] of sheets.entries()) {
      if (k > 0 && (await hasCells(path, archive, { ...options, sheet: k + 1 }))) filled.push(name);
    }
    if (filled.length === 0) return error;
    const names = filled.map((name) => `"${name}"`).join(', ');
    return new DataError(
      `${error.message} Data is on ${filled.length === 1 ? 'the sheet' : 'the sheets'} ${names}: name ` +
        'one in `sheet`.',
      { cause: error },
    );
  } finally {
    archive.close();
  }
}

/** Ignores the limits of rows. */
function ignore(): void {}

/** Whether the first piece of a sheet that holds rows holds a cell. */
async function hasCells(
  path: string,
  archive: ZipArchive,
  options: WorkbookOptions,
): Promise<boolean> {
  let cells = 0;
  const count = (): void => {
    cells++;
  };
  const cell = { number: count, time: count, text: count, flag: count, fault: count };
  const sheet = await openSheet(path, archive, options);
  for await (const _ of sheet.scan({ beginRow: ignore, endRow: ignore, ...cell })) {
    if (cells > 0) return true;
  }
  return cells > 0;
}

/**
 * Reads a small sheet as it is, from row 1, blank rows included. A Date is to be read in UTC; a
 * time of day without a date lies on 1899-12-30.
 *
 * @param options.maxRows refuses longer sheets, 10,000 by default
 * @throws DataError when the file is missing or damaged, or the sheet too long for this
 */
export async function readRows(
  path: string,
  options: Pick<WorkbookOptions, 'sheet' | 'reader'> & { readonly maxRows?: number } = {},
): Promise<readonly (readonly Cell[])[]> {
  const { maxRows = 10_000 } = options;
  const archive = await openArchive(path);
  try {
    const rows = new RowCollector(archive.source, maxRows);
    const sheet = await openSheet(path, archive, options);
    for await (const _ of sheet.scan(rows));
    return rows.rows;
  } finally {
    archive.close();
  }
}

async function openSheet(
  path: string,
  archive: ZipArchive,
  options: Pick<WorkbookOptions, 'sheet' | 'reader'>,
): Promise<SheetSource> {
  const open = lookup<OpenSheet>('workbook reader', sheetReaders, options.reader ?? 'fast');
  const structure = await readStructure(archive);
  return open(path, archive, structure, chooseSheet(structure, options.sheet, archive.source));
}
