/** JSON documents: indented for people, typed arrays as lists. */
import { readFile } from 'node:fs/promises';
import { DataError } from '@anodec/core';
import { fileError } from './file-error.js';
import { writeFileAtomic } from './write-file.js';

/**
 * Writes a document. NaN and infinities become null, the only word JSON has for them.
 *
 * @throws DataError when the file cannot be written
 */
export async function writeJsonFile(path: string, document: unknown): Promise<void> {
  await writeFileAtomic(path, `${JSON.stringify(document, listOfArray, 2)}\n`);
}

/** Typed arrays as lists; JSON would make objects of them. */
function listOfArray(_: string, value: unknown): unknown {
  return ArrayBuffer.isView(value) ? Array.from(value as Float64Array) : value;
}

/**
 * Reads a document; what it must hold is for the caller to check.
 *
 * @throws DataError when the file is missing or no JSON
 */
export async function readJsonFile(path: string): Promise<unknown> {
  const text = await readFile(path, 'utf8').catch((error: unknown) => {
    throw fileError(error, path, 'read');
  });
  try {
    return JSON.parse(text) as unknown;
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new DataError(`${path} must be JSON, got a damaged file (${reason}).`);
  }
}
