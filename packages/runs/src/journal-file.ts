/** Journals: texts that only grow, a line at a time. */
import { appendFile, readFile } from 'node:fs/promises';
import { errorCode, fileError } from '@anodec/files';

/** Adds to the end of a file, which is made where it is missing. @throws DataError when it cannot be written */
export async function appendText(path: string, text: string): Promise<void> {
  await appendFile(path, text).catch((error: unknown) => {
    throw fileError(error, path, 'written');
  });
}

/** The whole text; empty where there is no file. @throws DataError when it cannot be read */
export async function readText(path: string): Promise<string> {
  return readFile(path, 'utf8').catch((error: unknown) => {
    if (errorCode(error) === 'ENOENT') return '';
    throw fileError(error, path, 'read');
  });
}
