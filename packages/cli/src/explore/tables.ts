/**
 * The tables that a command line names: a file of any format, a store with or without a key, or a key
 * of the data set.
 */
import { existsSync } from 'node:fs';
import { ConfigError, DataError, withProgress } from '@anodec/core';
import { describeRepair, readRepairs } from '@anodec/data';
import { columnsOfFrame, type ColumnTable, readColumns, ReadingConfig } from '@anodec/explore';
import {
  checkDataStore,
  interimStore,
  openDataStore,
  type PathsConfig,
  processedStore,
  SourceConfig,
} from '@anodec/pipeline';
import {
  isRemoteTable,
  isTable,
  noTables,
  openStore,
  openStoredTable,
  openTable,
  parseWordValues,
  type Store,
  type TableReader,
} from '@anodec/tables';
import { z } from 'zod';
import type { Context } from '../context.js';

/** How to read a table that is explored. */
export const TableConfig = ReadingConfig.extend({
  headerRow: z
    .int()
    .min(1)
    .optional()
    .describe(
      'Row of the column names in a file, from 1 (default: detected; in workbooks the first)',
    ),
  skipRows: SourceConfig.shape.skipRows,
  sheet: z.string().optional().describe('Sheet of a workbook, by name (default: the first)'),
  missingWords: SourceConfig.shape.missingWords,
  wordValues: SourceConfig.shape.wordValues,
});

export type TableConfig = z.output<typeof TableConfig>;

/** Where tables are and how to read them. */
export interface TableSettings {
  readonly paths: PathsConfig;
  readonly reading: TableConfig;
}

/** A table that was found; each reader reads it once. */
export interface FoundTable {
  /** Its name in messages and pages. */
  readonly name: string;
  /** The whole table as columns. */
  columns(): Promise<ColumnTable>;
  /** Its rows, in chunks. */
  reader(): Promise<TableReader>;
}

/** Part of the help: how a table is named. */
export const TABLE_HELP =
  'A table is a file (data.csv, book.xlsx), a store (data/interim/data_store.h5), a table of a store ' +
  '(data/interim/data_store.h5:df_phys_norm_v0), or a key of the data set, searched in its processed ' +
  'store, then in its interim store (df_norm, df_phys_norm_v0).';

/**
 * Finds the tables that are meant and passes them to `use`; stores are closed afterwards.
 *
 * @throws DataError when there is no such table
 */
export async function withTables<R>(
  given: string,
  settings: TableSettings,
  context: Context,
  use: (tables: readonly FoundTable[]) => Promise<R>,
): Promise<R> {
  const { paths } = settings;
  if (isRemoteTable(given)) return use([fileTable(given, settings, context)]);
  const [, path = given, key] = /^(.+\.(?:h5|hdf5|hdf))(?::([\w.-]+))?$/i.exec(given) ?? [];
  if (/\.(h5|hdf5|hdf)$/i.test(path)) {
    const store = path === processedStore(paths) ? openDataStore(path) : openStore(path);
    return withStore(await store, key, settings, context, use);
  }
  if (/[./\\]/.test(given) || existsSync(given)) return use([fileTable(given, settings, context)]);
  const stores = [processedStore(paths), interimStore(paths)].filter((one) => existsSync(one));
  for (const one of stores) {
    if (!(await keysOf(one)).includes(given)) continue;
    return withStore(await openStore(one), given, settings, context, use);
  }
  throw await missingTable(given, stores, paths);
}

/**
 * Finds the one table that is meant.
 *
 * @throws DataError when there is none; ConfigError when several are meant
 */
export function withTable<R>(
  given: string,
  settings: TableSettings,
  context: Context,
  use: (table: FoundTable) => Promise<R>,
): Promise<R> {
  return withTables(given, settings, context, ([table, ...others]) => {
    if (table && others.length === 0) return use(table);
    const names = [table, ...others].map(({ name }) => name.split(' ')[0]);
    throw new ConfigError(
      `One table must be named, got ${given}, which has ${names.join(', ')}. Name it as ${given}:KEY.`,
    );
  });
}

/** The error for a key that no store of the data set has. */
async function missingTable(
  given: string,
  stores: readonly string[],
  paths: PathsConfig,
): Promise<Error> {
  if (stores.length === 0) checkDataStore(processedStore(paths));
  const known = await Promise.all(
    stores.map(async (path) => `${path} has ${(await keysOf(path)).join(', ') || 'no tables'}`),
  );
  return new DataError(
    `${given} must be a table of the data set ${paths.dataset}, but ${known.join('; ')}. ` +
      'Name one of these, or a file.',
  );
}

async function keysOf(path: string): Promise<readonly string[]> {
  const store = await openStore(path);
  try {
    return store.keys;
  } finally {
    store.close();
  }
}

async function withStore<R>(
  store: Store,
  key: string | undefined,
  { reading }: TableSettings,
  context: Context,
  use: (tables: readonly FoundTable[]) => Promise<R>,
): Promise<R> {
  try {
    const keys = key === undefined ? store.keys.filter((name) => isTable(store, name)) : [key];
    if (keys.length === 0) throw noTables(store.path);
    return await use(keys.map((name) => storedTable(store, name, reading, context)));
  } finally {
    store.close();
  }
}

function storedTable(
  store: Store,
  key: string,
  reading: TableConfig,
  context: Context,
): FoundTable {
  const { clock } = store.attributes(key);
  const name = `${key} in ${store.path}`;
  return {
    name,
    reader: () => Promise.resolve(openStoredTable(store, key).table),
    columns: async () => {
      // a frame knows its clock, which a table cannot say; scores are a table
      if (clock !== undefined && !key.startsWith('df_errors_')) {
        const notes = readRepairs(store, key).map(describeRepair);
        const columns = columnsOfFrame(store.readFrame(key), name);
        return { ...columns, ...(notes.length > 0 && { notes }) };
      }
      const { table, rows } = openStoredTable(store, key);
      return { ...(await readWhole(table, rows, reading, context)), source: name };
    },
  };
}

function fileTable(path: string, { reading }: TableSettings, context: Context): FoundTable {
  const { headerRow, skipRows, sheet, missingWords, wordValues: words } = reading;
  const wordValues = words === undefined ? undefined : parseWordValues(words);
  const reader = () =>
    openTable(path, {
      ...(headerRow !== undefined && { headerRow }),
      ...(skipRows !== undefined && { skipRows }),
      ...(sheet !== undefined && { sheet }),
      ...(missingWords !== undefined && { missingWords }),
      ...(wordValues !== undefined && { wordValues }),
      signal: context.signal,
    });
  return {
    name: path,
    reader,
    columns: async () => readWhole(await reader(), 0, reading, context),
  };
}

async function readWhole(
  table: TableReader,
  rows: number,
  {
    headerRow: _row,
    skipRows: _skipped,
    sheet: _sheet,
    missingWords: _missing,
    wordValues: _values,
    ...reading
  }: TableConfig,
  { progress, signal }: Context,
): Promise<ColumnTable> {
  const task = { label: `Reading ${table.source}`, total: rows, unit: 'rows' };
  return withProgress(progress, task, (onRows) => readColumns(table, { reading, signal, onRows }));
}
