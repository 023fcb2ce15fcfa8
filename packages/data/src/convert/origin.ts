/**
 * The origin of a stored table: path, size, time of change and hash of its file, so that another file
 * of the same name is never mistaken for it.
 */
import { createHash } from 'node:crypto';
import { createReadStream, existsSync } from 'node:fs';
import { stat } from 'node:fs/promises';
import { basename, dirname, resolve } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { DataError } from '@anodec/core';
import { fileError } from '@anodec/files';
import { openStore, sourceFile, type Store } from '@anodec/tables';
import type { Conversion, TableSource } from './table-source.js';

/** Origin kept with a stored table. */
export interface TableOrigin {
  /** Absolute. */
  readonly source_path: string;
  readonly source_size: number;
  /** Milliseconds since 1970. */
  readonly source_modified: number;
  /** SHA-256 of the file, in hexadecimal digits. */
  readonly source_sha256: string;
  /** How it was read, as JSON. */
  readonly read_with: string;
}

/** SHA-256 of a file in hexadecimal digits, read in pieces. @throws DataError when it cannot be read */
export async function hashFile(path: string): Promise<string> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(path), hash).catch((error: unknown) =>
    Promise.reject(fileError(error, path, 'read')),
  );
  return hash.digest('hex');
}

/** The origin of a table that is read now. @throws DataError when there is no such file */
export async function describeOrigin(source: TableSource): Promise<TableOrigin> {
  const facts = await factsOf(source);
  return { ...facts, source_sha256: await hashFile(sourceFile(source.path)) };
}

type Facts = Omit<TableOrigin, 'source_sha256'>;

/** Size and time of change of a file. */
async function factsOf({ path, options = {}, as = 'table' }: TableSource): Promise<Facts> {
  const file = await stat(sourceFile(path)).catch(() => undefined);
  if (!file) {
    throw new DataError(
      `${path} must be a table to read, but there is no such file. Check the path.`,
    );
  }
  return {
    source_path: resolve(path),
    source_size: file.size,
    source_modified: Math.floor(file.mtimeMs),
    read_with: JSON.stringify({ as, ...options }),
  };
}

/** Whether a key of a store holds a table as it would be read now. */
export async function holdsTable(store: Store, table: TableSource): Promise<boolean> {
  if (!store.keys.includes(table.key)) return false;
  const kept = store.attributes(table.key);
  const facts = await factsOf(table);
  const sameName = basename(String(kept.source_path)) === basename(table.path);
  if (!sameName || kept.read_with !== facts.read_with) return false;
  return hasSameContents(kept, facts, table.path);
}

/** The same file, unchanged by size and time; else a file of the same size with the same contents. */
async function hasSameContents(
  kept: ReturnType<Store['attributes']>,
  facts: Facts,
  path: string,
): Promise<boolean> {
  if (kept.source_size !== facts.source_size || kept.source_sha256 === undefined) return false;
  const unchanged =
    kept.source_path === facts.source_path && kept.source_modified === facts.source_modified;
  return unchanged || kept.source_sha256 === (await hashFile(sourceFile(path)));
}

/** A stored table that a conversion would replace or drop. */
export interface TableReplacement {
  readonly key: string;
  /** Absolute path of the file that it was read from; its name alone in stores of older versions. */
  readonly stored: string;
  /** Absolute path of the file that would take its place; absent where it would be dropped. */
  readonly given?: string;
}

/**
 * The tables of a store whose contents a conversion would replace by those of another file, or of
 * the same file after a change, or would drop.
 *
 * @returns by key; none where there is no store, or it holds the same tables already
 * @throws DataError when the store, or a source, cannot be read
 */
export async function describeReplacement({
  store: path,
  tables,
}: Conversion): Promise<readonly TableReplacement[]> {
  if (!existsSync(path)) return [];
  const store = await openStore(path);
  try {
    const replaced: TableReplacement[] = [];
    for (const key of store.keys) {
      const kept = store.attributes(key);
      const stored = String(kept.source_path ?? kept.source);
      const table = tables.find((given) => given.key === key && existsSync(sourceFile(given.path)));
      if (!table) replaced.push({ key, stored });
      else if (!(await hasSameContents(kept, await factsOf(table), table.path))) {
        replaced.push({ key, stored, given: resolve(table.path) });
      }
    }
    return replaced;
  } finally {
    store.close();
  }
}

/** One sentence on what would be replaced; '' where nothing would. */
export function replacementSentence(store: string, replaced: readonly TableReplacement[]): string {
  if (replaced.length === 0) return '';
  const parts = replaced.map(({ key, stored, given }) => {
    if (given === undefined) return `${key} (${stored}) would be dropped`;
    if (given === stored) return `${key} would be read again from ${stored}, which has changed`;
    const elsewhere = dirname(given) === dirname(stored) ? basename(given) : given;
    return `${key} (${stored}) would be replaced by ${elsewhere}`;
  });
  return `${store} holds other tables: ${parts.join('; ')}.`;
}
