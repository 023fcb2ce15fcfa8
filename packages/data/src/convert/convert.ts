/**
 * From source files to the interim store: raw, unchanged, one key for each table.
 *
 * What was read, and how, is kept with each table, so that a second run can see that nothing
 * changed. Nothing is cleaned here: see `prepareStore`.
 */
import { existsSync } from 'node:fs';
import { stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { checkStopped, DataError, silentProgress, type Progress } from '@anodec/core';
import {
  openStore,
  openTable,
  readRows,
  sourceFile,
  type Store,
  type StoreDraft,
  type TableOptions,
  type TableReader,
  updateStore,
} from '@anodec/tables';
import { createSheetTable } from './sheet-table.js';

/** One table to convert. */
export interface TableSource {
  /** The key that it gets in the store. */
  readonly key: string;
  readonly path: string;
  /** How to read it, as `openTable` takes it. */
  readonly options?: Omit<TableOptions, 'signal' | 'progress'>;
  /**
   * `sheet` reads a small sheet cell by cell, for lists whose columns mix numbers and texts.
   * Default `table`.
   */
  readonly as?: 'table' | 'sheet';
}

/** What to convert, and where to. */
export interface Conversion {
  readonly store: string;
  readonly tables: readonly TableSource[];
}

/** Who listens and may stop. */
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
  if (tables.length === 0) throw new DataError('A conversion must have a table, got none.');
  return updateStore(store, async (draft) => {
    const converted: ConvertedTable[] = [];
    for (const table of tables) converted.push(await convertTable(draft, table, options));
    draft.remove(() => true);
    return converted;
  });
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
  draft.setAttributes(source.key, origin);
  return { key: source.key, source: name, rows };
}

async function openSource(
  { path, options = {}, as = 'table' }: TableSource,
  listeners: ConvertOptions,
): Promise<TableReader> {
  if (as === 'table') return openTable(path, { ...options, ...listeners });
  const { headerRow = 1, sheet, reader } = options;
  return createSheetTable(basename(path), await readRows(path, { sheet, reader }), headerRow);
}

/** What tells whether a table would be the same if it were read again. */
async function describeOrigin({ path, options = {}, as = 'table' }: TableSource) {
  const file = await stat(sourceFile(path)).catch(() => undefined);
  if (!file) {
    throw new DataError(
      `${path} must be a table to read, but there is no such file. Check the path.`,
    );
  }
  return {
    source_size: file.size,
    source_modified: Math.floor(file.mtimeMs),
    read_with: JSON.stringify({ as, ...options }),
  };
}

/**
 * Whether the store holds these tables, and no others, as they would be read now: same files by name,
 * size and time of change, same settings. False, too, where there is no store.
 *
 * @throws DataError when the store, or a source, cannot be read
 */
export async function isUpToDate({ store: path, tables }: Conversion): Promise<boolean> {
  if (!existsSync(path)) return false;
  const store = await openStore(path);
  try {
    for (const table of tables) if (!(await holdsTable(store, table))) return false;
    return store.keys.length === tables.length;
  } finally {
    store.close();
  }
}

async function holdsTable(store: Store, table: TableSource): Promise<boolean> {
  if (!store.keys.includes(table.key)) return false;
  const kept = store.attributes(table.key);
  const wanted = { source: basename(table.path), ...(await describeOrigin(table)) };
  return Object.entries(wanted).every(([name, value]) => kept[name] === value);
}
