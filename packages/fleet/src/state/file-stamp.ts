/** Whether files are those of before: by size and time of change, and where these differ by their contents. */
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { fileError } from '@anodec/files';
import { z } from 'zod';

/** A file without its contents. */
export const FileStamp = z.strictObject({
  path: z.string(),
  /** Bytes. */
  size: z.number(),
  /** Time of the last change, milliseconds since 1970. */
  changed: z.number(),
});

export type FileStamp = z.output<typeof FileStamp>;

/** @throws DataError when a file is missing */
export function stampFiles(paths: readonly string[]): Promise<FileStamp[]> {
  return Promise.all(
    paths.map(async (path) => {
      const { size, mtimeMs } = await stat(path).catch((error: unknown) => {
        throw fileError(error, path, 'read');
      });
      return { path, size, changed: mtimeMs };
    }),
  );
}

/** Whether two lists of files are the same without a look at their contents. */
export function areSameStamps(x: readonly FileStamp[], y: readonly FileStamp[]): boolean {
  return JSON.stringify(x) === JSON.stringify(y);
}

/** SHA-256 of the contents of files, one after the other, wherever they lie. @throws DataError when one cannot be read */
export async function hashFiles(paths: readonly string[]): Promise<string> {
  const hash = createHash('sha256');
  for (const path of paths) {
    const own = createHash('sha256');
    try {
      for await (const chunk of createReadStream(path)) own.update(chunk as Buffer);
    } catch (error) {
      throw fileError(error, path, 'read');
    }
    hash.update(own.digest()); // of each: the border between two files counts
  }
  return hash.digest('hex');
}
