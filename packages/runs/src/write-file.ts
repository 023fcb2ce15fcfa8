/** Writes whole files, or nothing. */
import { mkdir, open, rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { fileError } from './file-errors.js';

let temporaries = 0;

/**
 * Replaces a file in one step: whoever reads sees the old content or the new, never half of it, and
 * after an error the old content is still there and nothing else. Missing folders are made.
 *
 * @param content a text, or bytes in one or several pieces
 * @throws DataError when the place cannot be written to or the disk is full
 */
export async function writeFileAtomic(
  path: string,
  content: string | Uint8Array | readonly Uint8Array[],
): Promise<void> {
  const name = `.${basename(path)}.${process.pid}.${temporaries++}.tmp`;
  const temporary = join(dirname(path), name);
  try {
    await mkdir(dirname(path), { recursive: true });
    await writePieces(temporary, typeof content === 'string' ? [Buffer.from(content)] : content);
    await rename(temporary, path);
  } catch (error) {
    // the error that counts is the one above, not that there is nothing to remove
    await rm(temporary, { force: true }).catch(() => {});
    throw fileError(path, 'writable', error);
  }
}

async function writePieces(
  path: string,
  content: Uint8Array | readonly Uint8Array[],
): Promise<void> {
  const handle = await open(path, 'wx');
  try {
    for (const piece of content instanceof Uint8Array ? [content] : content) {
      await handle.writeFile(piece);
    }
    await handle.sync(); // or a power cut after the rename leaves an empty file under the final name
  } finally {
    await handle.close();
  }
}
