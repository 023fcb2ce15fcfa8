/** Compares the files of a folder with those of a data set. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { checkStopped, DataError } from '@anodec/core';
import { openTable } from '@anodec/tables';
import { hashFile } from '../convert/origin.js';
import type { DataSet, DataSetFile, EntityOptions, FileLayout } from './data-set.js';

/** State of one file. */
export interface FileCheck {
  readonly path: string;
  /**
   * `same` as published, to the bit; laid out as published where no checksum is known (`fits`), or
   * though the bits are others (`changed`); `there`, where neither checksum nor layout is known;
   * `missing`; `wrong`, laid out otherwise.
   */
  readonly state: 'same' | 'fits' | 'changed' | 'there' | 'missing' | 'wrong';
  /** The difference, where there is one. */
  readonly note?: string;
  readonly optional: boolean;
}

/** State of each file of a data set. @throws DataError when a file cannot be read at all */
export async function checkFolder(
  { files }: DataSet,
  folder: string,
  { signal }: EntityOptions = {},
): Promise<readonly FileCheck[]> {
  const checks: FileCheck[] = [];
  for (const file of files) {
    checkStopped(signal, `checking ${file.path}`);
    checks.push({
      path: file.path,
      optional: file.optional ?? false,
      ...(await checkFile(file, folder)),
    });
  }
  return checks;
}

async function checkFile(
  { path, sha256, layout }: DataSetFile,
  folder: string,
): Promise<Pick<FileCheck, 'state' | 'note'>> {
  const at = join(folder, path);
  if (!existsSync(at)) return { state: 'missing' };
  const found = sha256 === undefined ? undefined : await hashFile(at);
  if (found !== undefined && found === sha256) return { state: 'same' };
  const fault = layout && (await faultOf(at, layout));
  if (fault) return { state: 'wrong', note: fault };
  if (found === undefined) return { state: layout ? 'fits' : 'there' };
  return { state: 'changed', note: `SHA-256 is ${found}, published was ${sha256}` };
}

/** The fault in the beginning of a table, or undefined. */
async function faultOf(path: string, layout: FileLayout): Promise<string | undefined> {
  const { columns, columnCount = columns?.length, ...options } = layout;
  try {
    const table = await openTable(path, options);
    await table.close();
    const names = table.columns.map(({ name }) => name.trim());
    const missing = columns?.find((name) => !names.includes(name));
    if (missing !== undefined) return `the column ${missing} is missing`;
    if (names.length === columnCount) return undefined;
    return `it must have ${columnCount} columns, got ${names.length}`;
  } catch (error) {
    if (error instanceof DataError) return error.message;
    throw error;
  }
}
