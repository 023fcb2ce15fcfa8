/**
 * What a word on the command line means where a table is asked for: a file of any format, a store
 * with or without a key, or a key of the data set.
 */
import { existsSync } from 'node:fs';
import { ConfigError, DataError } from '@anodec/core';
import { columnsOfFrame, type ColumnTable, readColumns, ReadingConfig } from '@anodec/explore';
import { openStore, openTable, type Store, type TableReader } from '@anodec/tables';
import { z } from 'zod';
import type { Context } from '../context.js';
import { interimStore, type PathsConfig, processedStore } from '@anodec/pipeline';

/** How to read a table that is looked at. */
export const TableConfig = ReadingConfig.extend({
  headerRow: z
    .int()
    .min(1)
    .optional()
    .describe('Row of the column names in a file, counted from 1'),
  sheet: z.string().optional().describe('Sheet of a workbook, by its name'),
});

export type TableConfig = z.output<typeof TableConfig>;

/** A table that was found and can be read once. */
export interface FoundTable {
  /** What messages and pages call it. */
  readonly name: string;
  /** All of it, as columns. */
  columns(): Promise<ColumnTable>;
  /** Its rows, a chunk at a time. */
  reader(): Promise<TableReader>;
}

/** Says what can be given; part of the help. */
export const TABLE_HELP =
  'A table is a file (data.csv, book.xlsx), a store (data/interim/data_store.h5), a table in a store ' +
  '(data/interim/data_store.h5:df_phys_norm_v0), or a key of the data set, processed before interim ' +
  '(df_norm, df_phys_norm_v0).';

/**
 * Finds the tables that a word means and hands them to `use`; stores are closed afterwards.
 *
 * @throws DataError when there is no such table
 */
export async function withTables<R>(
  word: string,
  { paths, reading }: { readonly paths: PathsConfig; readonly reading: TableConfig },
  context: Context,
  use: (tables: readonly FoundTable[]) => Promise<R>,
): Promise<R> {
  const [, path = word, key] = /^(.+\.(?:h5|hdf5))(?::([\w.-]+))?$/i.exec(word) ?? [];
  if (/\.(h5|hdf5)$/i.test(path)) return withStore(path, key, reading, context, use);
  if (/[./\\]/.test(word) || existsSync(word)) return use([fileTable(word, reading, context)]);
  for (const store of [processedStore(paths), interimStore(paths)]) {
    if (!existsSync(store)) continue;
    if ((await keysOf(store)).includes(word)) return withStore(store, word, reading, context, use);
  }
  throw new DataError(
    `There must be a table ${word} in ${processedStore(paths)} or ${interimStore(paths)}, got none. ${TABLE_HELP}`,
  );
}

/**
 * Finds the one table that a word means.
 *
 * @throws DataError when there is none; ConfigError when the word means several
 */
export function withTable<R>(
  word: string,
  settings: { readonly paths: PathsConfig; readonly reading: TableConfig },
  context: Context,
  use: (table: FoundTable) => Promise<R>,
): Promise<R> {
  return withTables(word, settings, context, ([table, ...others]) => {
    if (table && others.length === 0) return use(table);
    const names = [table, ...others].map(({ name }) => name.split(' ')[0]);
    throw new ConfigError(
      `One table must be meant, got ${word}, which has ${names.join(', ')}. Say ${word}:KEY.`,
    );
  });
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
  path: string,
  key: string | undefined,
  reading: TableConfig,
  context: Context,
  use: (tables: readonly FoundTable[]) => Promise<R>,
): Promise<R> {
  const store = await openStore(path);
  try {
    const keys = key === undefined ? store.keys.filter((name) => isTable(store, name)) : [key];
    return await use(keys.map((name) => storedTable(store, name, reading, context)));
  } finally {
    store.close();
  }
}

/** The list of attacks has a layout of its own, and is no table. */
function isTable(store: Store, key: string): boolean {
  const { layout, pandas_type: type } = store.attributes(key);
  return layout === 'table' || type !== undefined;
}

function storedTable(
  store: Store,
  key: string,
  reading: TableConfig,
  context: Context,
): FoundTable {
  const attributes = store.attributes(key);
  const name = `${key} in ${store.path}`;
  const reader = () => Promise.resolve(store.readTable(key));
  return {
    name,
    reader,
    columns: async () => {
      // a frame of ours knows its clock, which a table cannot say
      if (attributes.clock !== undefined) return columnsOfFrame(store.readFrame(key), name);
      const table = await readWhole(await reader(), Number(attributes.rows ?? 0), reading, context);
      return { ...table, source: name };
    },
  };
}

function fileTable(path: string, reading: TableConfig, context: Context): FoundTable {
  const { headerRow, sheet } = reading;
  const reader = () =>
    openTable(path, {
      ...(headerRow !== undefined && { headerRow }),
      ...(sheet !== undefined && { sheet }),
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
  { headerRow: _row, sheet: _sheet, ...reading }: TableConfig,
  { progress, signal }: Context,
): Promise<ColumnTable> {
  progress.begin(`Reading ${table.source}`, rows, 'rows');
  const whole = await readColumns(table, {
    reading,
    signal,
    onRows: (done) => progress.update(done),
  });
  progress.end();
  return whole;
}
