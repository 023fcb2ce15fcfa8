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

function onlyKey({ keys }: Store, path: string): string {
  if (keys.length === 1) return keys[0];
  const name = basename(path);
  throw new DataError(
    `${name} must be named with the key of a table, such as ${name}:${keys[0] ?? 'df'}, got none. It ` +
      `has ${keys.join(', ') || 'no key'}.`,
  );
}
