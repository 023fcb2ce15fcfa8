/** Writes a table where its path says, as a whole or not at all: into a file, or into a bucket of S3. */
import { rm } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { ConfigError, type Listeners } from '@anodec/core';
import { replaceFile } from '@anodec/files';
import { parseS3Address, putS3Object } from '../sources/aws/s3.js';
import { makeCopyFolder } from '../sources/copy-folder.js';
import { isRemoteTable } from '../sources/local-table.js';

/** Whether a path is one in S3, where tables can be written. */
export function isS3Path(path: string): boolean {
  return /^s3:\/\//i.test(path);
}

/**
 * Writes through a draft, which takes its place when it is complete.
 *
 * @param path of a file, or an address such as s3://bucket/scores.parquet
 * @param write receives the path of the draft
 * @returns what `write` returned
 * @throws DataError when it cannot be written; ConfigError when the address is one that is only read
 */
export async function replaceTable<R>(
  path: string,
  write: (draft: string) => Promise<R>,
  listeners: Listeners = {},
): Promise<R> {
  if (!isS3Path(path)) {
    if (!isRemoteTable(path)) return replaceFile(path, write);
    throw new ConfigError(
      `A table must be written into a file or an address that begins with s3://, got ${path}.`,
    );
  }
  const { key } = parseS3Address(path);
  if (key === '' || key.endsWith('/')) {
    throw new ConfigError(
      `A table in S3 must have a name, such as s3://bucket/scores.csv, got ${path}.`,
    );
  }
  const folder = makeCopyFolder();
  try {
    const draft = join(folder, basename(key));
    const result = await write(draft);
    await putS3Object(path, draft, listeners);
    return result;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
