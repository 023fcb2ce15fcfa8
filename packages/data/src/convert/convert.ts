/**
 * From source files to the interim store: raw, unchanged, one key for each table.
 *
 * The origin and reading settings are kept with each table, so that a second run can detect that
 * nothing changed. Nothing is cleaned here: see `prepareStore`.
 */
import { existsSync } from 'node:fs';
import { basename } from 'node:path';
import { checkStopped, DataError, silentProgress, type Progress } from '@anodec/core';
import {
  openStore,
  openTable,
  readCsvRows,
  readRows,
  type StoreDraft,
  type TableReader,
  updateStore,
} from '@anodec/tables';
import { describeOrigin, holdsTable } from './origin.js';
import { createSheetTable } from './sheet-table.js';
import type { Conversion, TableSource } from './table-source.js';

/** Progress listener and abort signal. */
export interface ConvertOptions {
  readonly signal?: AbortSignal;
  readonly progress?: Progress;
}

/** A table that was converted. */
export interface ConvertedTable {
  readonly key: string;
  readonly source: string;
  readonly rows: number;
}

/**
 * Reads all tables into the store in one change: afterwards it holds these tables and no others (so
 * that recordings of two plants never mix), or is as it was.
 *
 * @throws DataError when a source cannot be read or the store cannot be written
 * @throws StoppedError when the signal was raised
 */
export function convertTables(
  { store, tables }: Conversion,
  options: ConvertOptions = {},
): Promise<ConvertedTable[]> {
  const present = presentTables(tables);
  if (present.length === 0) throw new DataError('A conversion must have a table, got none.');
  return updateStore(store, async (draft) => {
    const converted: ConvertedTable[] = [];
    for (const table of present) converted.push(await convertTable(draft, table, options));
    draft.remove(() => true);
    return converted;
  });
}

/** Required tables, and optional ones whose file exists. */
function presentTables(tables: readonly TableSource[]): readonly TableSource[] {
  return tables.filter(({ path, optional }) => !optional || existsSync(path));
}

async function convertTable(
  draft: StoreDraft,
  source: TableSource,
  { signal, progress = silentProgress }: ConvertOptions,
): Promise<ConvertedTable> {
  const name = basename(source.path);
  checkStopped(signal, `reading ${name}`);
  const origin = await describeOrigin(source);
  const table = await openSource(source, { signal, progress });
  const rows = await draft.writeTable(source.key, table, { signal });
  draft.setAttributes(source.key, { ...origin });
  return { key: source.key, source: name, rows };
}

async function openSource(
  { path, options = {}, as = 'table' }: TableSource,
  listeners: ConvertOptions,
): Promise<TableReader> {
  const { headerRow = 1, sheet, reader } = options;
  const isBook = /\.xlsx$/i.test(path);
  const isText = /\.(csv|tsv|txt|dat)(\.gz)?$/i.test(path);
  if (as === 'table' || !(isBook || isText)) return openTable(path, { ...options, ...listeners });
  const rows = isBook ? await readRows(path, { sheet, reader }) : await readCsvRows(path);
  return createSheetTable(basename(path), rows, headerRow);
}

/**
 * Whether the store holds these tables, and no others, as they would be read now: the same files by
 * path, size and time of change, or else by contents, and the same settings. False, too, where there
 * is no store.
 *
 * @throws DataError when the store, or a source, cannot be read
 */
export async function isUpToDate({ store: path, tables }: Conversion): Promise<boolean> {
  if (!existsSync(path)) return false;
  const present = presentTables(tables);
  const store = await openStore(path);
  try {
    for (const table of present) if (!(await holdsTable(store, table))) return false;
    return store.keys.length === present.length;
  } finally {
    store.close();
  }
}
