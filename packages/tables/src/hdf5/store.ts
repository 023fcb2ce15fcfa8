/**
 * Stores: HDF5 files with one group per key, read in place and changed only as a whole.
 *
 * HDF5 never frees the space of a replaced table. So a change writes a new file, first the new
 * contents, then a copy of the unchanged ones; it replaces the old file when it is complete.
 */
import { existsSync } from 'node:fs';
import { checkStopped, DataError, type TimeSeriesFrame } from '@anodec/core';
import type { TableReader } from '../table.js';
import { writeFrameGroup } from './frame-store.js';
import { openH5, type H5Attributes, type H5File } from './h5-file.js';
import { markPyTablesFile } from './pandas-frame.js';
import { createTableWriter } from './raw-table.js';
import { replaceFile } from '@anodec/files';
import { describeStored, readStoredFrame, readStoredTable } from './stored-table.js';

/** A store open for reading. */
export interface Store {
  readonly path: string;
  /** In alphabetical order. */
  readonly keys: readonly string[];
  /** Attributes of a key. @throws DataError when there is no such key, as all below */
  attributes(key: string): H5Attributes;
  /** A text that was kept with a key, or undefined. */
  note(key: string, name: string): string | undefined;
  /** A frame of this program, or a DataFrame that pandas stored. */
  readFrame(key: string): TimeSeriesFrame;
  /** A table in any layout, frames included; the reader must be done before the store is closed. */
  readTable(key: string): TableReader;
  /** The file, for the layouts that lie beside this one. */
  group(key: string): { readonly file: H5File; readonly path: string };
  close(): void;
}

/** A store being changed; what is written under a key replaces what was there. */
export interface StoreDraft {
  writeFrame(key: string, frame: TimeSeriesFrame): void;
  /** Reads the table to its end and closes it. @returns the number of rows */
  writeTable(key: string, table: TableReader, options?: WriteTableOptions): Promise<number>;
  /** Adds attributes to a key that was written in this change. */
  setAttributes(key: string, attributes: H5Attributes): void;
  /** Keeps a text of any length with a key that was written in this change. */
  addNote(key: string, name: string, text: string): void;
  /** Leaves keys that are not written in this change out of the changed store. */
  remove(matches: (key: string) => boolean): void;
  /** Takes a key for a layout that lies beside this one; `path` is the group to make. */
  claim(key: string): { readonly file: H5File; readonly path: string };
}

/** Progress listener and abort signal of writing a table. */
export interface WriteTableOptions {
  readonly signal?: AbortSignal;
  /** Receives the number of rows so far. */
  readonly onRows?: (rows: number) => void;
}

/** @throws DataError when there is no store, or the file is none */
export async function openStore(path: string): Promise<Store> {
  if (!existsSync(path)) {
    throw new DataError(
      `${path} must be a store, but there is no such file. Make it with anodec data convert, then anodec data prepare.`,
    );
  }
  const file = await openH5(path, 'read');
  const keys = file.children('/').filter((name) => file.isGroup(`/${name}`));
  const groupOf = (key: string): string => {
    if (keys.includes(key)) return `/${key}`;
    const known = keys.length > 0 ? `which has ${keys.join(', ')}` : 'which is empty';
    throw new DataError(`The key ${key} must be in the store ${path}, ${known}.`);
  };
  return {
    path,
    keys,
    attributes: (key) => describeStored(file, groupOf(key)),
    note: (key, name) => readNote(file, groupOf(key), name),
    readFrame: (key) => readStoredFrame(file, groupOf(key)),
    readTable: (key) => readStoredTable(file, groupOf(key)),
    group: (key) => ({ file, path: groupOf(key) }),
    close: () => file.close(),
  };
}

/**
 * Changes a store, or makes it where there is none.
 *
 * @param change writes to the draft; when it throws, the store stays as it was
 * @returns what `change` returned
 * @throws DataError when the store cannot be written, or the old one cannot be read
 */
export function updateStore<R>(
  path: string,
  change: (draft: StoreDraft) => Promise<R> | R,
): Promise<R> {
  return replaceFile(path, async (draftPath) => {
    const file = await openH5(draftPath, 'create').catch((error: unknown) =>
      Promise.reject(renameIn(error, draftPath, path)),
    );
    try {
      markPyTablesFile(file);
      const written = new Set<string>();
      const removals: ((key: string) => boolean)[] = [(key) => written.has(key)];
      const result = await change(createDraft(file, written, removals));
      await copyOthers(path, file, (key) => removals.some((matches) => matches(key)));
      file.close();
      await checkReadable(draftPath);
      return result;
    } catch (error) {
      closeQuietly(file);
      throw renameIn(error, draftPath, path);
    }
  });
}

function createDraft(
  file: H5File,
  written: Set<string>,
  removals: ((key: string) => boolean)[],
): StoreDraft {
  const claim = (key: string): string => {
    if (!/^\w[\w.-]*$/.test(key)) {
      throw new DataError(`A key must be letters, digits, "_", "-" and ".", got "${key}".`);
    }
    if (written.has(key)) throw new DataError(`The key ${key} must be written once, got it twice.`);
    written.add(key);
    return `/${key}`;
  };
  return {
    writeFrame: (key, frame) => writeFrameGroup(file, claim(key), frame),
    writeTable: (key, table, options) => writeTable(file, claim(key), table, options),
    setAttributes: (key, attributes) => file.setAttributes(`/${key}`, attributes),
    addNote: (key, name, text) => file.createDataset(`/${key}/note_${name}`, [text]),
    remove: (matches) => {
      removals.push(matches);
    },
    claim: (key) => ({ file, path: claim(key) }),
  };
}

async function writeTable(
  file: H5File,
  group: string,
  table: TableReader,
  { signal, onRows }: WriteTableOptions = {},
): Promise<number> {
  try {
    const writer = createTableWriter(file, group, table);
    let rows = 0;
    for await (const chunk of table.chunks()) {
      checkStopped(signal, `reading ${table.source}`);
      writer.add(chunk);
      rows += chunk.rows;
      onRows?.(rows);
    }
    return writer.finish();
  } finally {
    await table.close();
  }
}

/** Copies what the old store holds beside the keys to leave out. */
async function copyOthers(
  path: string,
  draft: H5File,
  leaveOut: (key: string) => boolean,
): Promise<void> {
  if (!existsSync(path)) return;
  const old = await openH5(path, 'read');
  try {
    for (const name of old.children('/')) if (!leaveOut(name)) old.copyTo(draft, `/${name}`);
  } finally {
    old.close();
  }
}

/** Opening compares the length that the file says it has with the one it has. */
async function checkReadable(path: string): Promise<void> {
  const file = await openH5(path, 'read');
  file.children('/');
  file.close();
}

function readNote(file: H5File, group: string, name: string): string | undefined {
  if (!file.children(group).includes(`note_${name}`)) return undefined;
  return (file.readRows(`${group}/note_${name}`, 0, 1) as readonly string[])[0];
}

function closeQuietly(file: H5File): void {
  try {
    file.close();
  } catch {
    // the draft is thrown away; the first error is the one to report
  }
}

/** Users know the store, not the draft. */
function renameIn(error: unknown, draft: string, path: string): unknown {
  if (!(error instanceof DataError) || !error.message.includes(draft)) return error;
  return new DataError(error.message.replaceAll(draft, path), { cause: error });
}
