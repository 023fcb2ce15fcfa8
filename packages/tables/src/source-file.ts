/** Checks of the path of a table before a reader opens it. */
import { stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { DataError } from '@anodec/core';

/** A store, with the key of one of its tables where it is named. */
export interface StoreSource {
  readonly path: string;
  readonly key?: string;
}

/** The file and key of a source such as `plant.h5:df_norm`; undefined where it is no store. */
export function storeSource(source: string): StoreSource | undefined {
  const match = /^(.+\.(?:h5|hdf5|hdf|hdfs))(?::\/?([^:/\\]+))?$/i.exec(source);
  if (!match) return undefined;
  const [, path, key] = match;
  return key === undefined ? { path } : { path, key };
}

/** The file behind a source: of `plant.h5:df_norm` it is `plant.h5`. */
export function sourceFile(source: string): string {
  return storeSource(source)?.path ?? source;
}

/**
 * Refuses what is no file that can be read from its beginning; one that is not there is left to the
 * reader, who says so.
 *
 * @throws DataError that says what it is: a folder, a pipe, a device, an empty file
 */
export async function checkSourceFile(path: string): Promise<void> {
  const file = await stat(path).catch(() => undefined);
  if (!file) return;
  const name = basename(path);
  if (file.isDirectory()) {
    throw new DataError(`${name} must be a table, but ${path} is a folder. Name a file in it.`);
  }
  if (!file.isFile()) {
    const what = file.isFIFO() ? 'a named pipe' : file.isSocket() ? 'a socket' : 'a device';
    throw new DataError(
      `${name} must be a file, got ${what}, which cannot be read twice. Write what comes out of it to ` +
        'a file and name that.',
    );
  }
  if (file.size === 0) throw new DataError(`${name} must have rows, got an empty file.`);
}
