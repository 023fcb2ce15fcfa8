/** Files of any format into a store, one after the other, beside what it holds. */
import { basename } from 'node:path';
import { DataError, type Progress } from '@anodec/core';
import { updateStore } from '../hdf5/store.js';
import { openTable } from '../open-table.js';
import type { TableColumn, TableReader } from '../table.js';

/** What to import under which key. */
export interface TableImport {
  readonly key: string;
  /** Parts of one table, in order; all must have the columns of the first. */
  readonly paths: readonly string[];
}

/** Progress listener and abort signal. */
export interface ImportOptions {
  readonly signal?: AbortSignal;
  readonly progress?: Progress;
}

/**
 * Reads files into raw tables of a store, which is made where there is none, in one change: a key
 * that is there is replaced, all others stay.
 *
 * @returns rows by key
 * @throws DataError when a file cannot be read, its columns are others, or the store not be written
 * @throws StoppedError when the signal was raised
 */
export function importTables(
  store: string,
  tables: readonly TableImport[],
  options: ImportOptions = {},
): Promise<ReadonlyMap<string, number>> {
  return updateStore(store, async (draft) => {
    const rows = new Map<string, number>();
    for (const { key, paths } of tables) {
      const table = await openParts(paths, options);
      rows.set(key, await draft.writeTable(key, table, { signal: options.signal }));
    }
    return rows;
  });
}

/** The files as one table; the second is opened when the first was read to its end. */
async function openParts(paths: readonly string[], options: ImportOptions): Promise<TableReader> {
  const [first, ...others] = paths;
  if (first === undefined) throw new DataError('An import must have a file, got none.');
  let part = await openTable(first, options);
  const { columns, source } = part;
  return {
    source: paths.map((path) => basename(path)).join(', '),
    columns,
    async *chunks() {
      yield* part.chunks();
      for (const path of others) {
        await part.close();
        part = await openTable(path, options);
        checkSame(source, columns, part);
        yield* part.chunks();
      }
    },
    close: () => part.close(),
  };
}

function checkSame(first: string, columns: readonly TableColumn[], part: TableReader): void {
  const at = columns.findIndex(
    ({ name, kind }, k) => part.columns[k]?.name !== name || part.columns[k].kind !== kind,
  );
  if (at < 0 && part.columns.length === columns.length) return;
  const k = at < 0 ? columns.length : at;
  throw new DataError(
    `All parts of a table must have the columns of ${first}, but column ${k + 1} of ` +
      `${part.source} is ${describeColumn(part.columns[k])}, not ${describeColumn(columns[k])}. ` +
      'Import it under a key of its own.',
  );
}

function describeColumn(column: TableColumn | undefined): string {
  return column ? `${column.name} of kind ${column.kind}` : 'none';
}
