/** A table of a store as a source, named by the file and its key: `plant.h5:df_norm`. */
import { basename } from 'node:path';
import { DataError } from '@anodec/core';
import type { StoreSource } from '../source-file.js';
import type { TableReader } from '../table.js';
import { openStore, type Store } from '../hdf5/store.js';
import { openStoredTable } from './stored-tables.js';

/**
 * Opens a table of a store of this program or of pandas; closing it closes the store.
 *
 * @throws DataError when there is no such file or key, or no key is named where there are several
 */
export async function openStoreTable({ path, key }: StoreSource): Promise<TableReader> {
  const store = await openStore(path);
  try {
    const { table } = openStoredTable(store, key ?? onlyKey(store, path));
    return {
      source: table.source,
      columns: table.columns,
      ...(table.notes && { notes: table.notes }),
      chunks: () => table.chunks(),
      async close() {
        await table.close();
        store.close();
      },
    };
  } catch (error) {
    store.close();
    throw error;
  }
}

/** Whether a key of a store is a table, as a list of attacks, or what other programs wrote, is not. */
export function isTable(store: Store, key: string): boolean {
  const { layout, pandas_type: type } = store.attributes(key);
  return layout === 'table' || type !== undefined;
}

/** The error for an HDF5 file in which there is nothing that is read as a table. */
export function noTables(path: string): DataError {
  return new DataError(
    `${basename(path)} must hold a DataFrame of pandas or a table of this program outside of any group, got neither. Write one into it with ` +
      'DataFrame.to_hdf(path, key="df"), or save an array of it with numpy.save.',
  );
}

function onlyKey(store: Store, path: string): string {
  const { keys } = store;
  const isKnown = (key: string): boolean =>
    isTable(store, key) || store.attributes(key).layout !== undefined;
  if (!keys.some(isKnown)) throw noTables(path);
  if (keys.length === 1) return keys[0];
  const name = basename(path);
  throw new DataError(
    `${name} must be named with the key of a table, such as ${name}:${keys[0]}, got none. It has ${keys.join(', ')}.`,
  );
}
