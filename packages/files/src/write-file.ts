/** Writes whole files, or nothing. */
import { open } from 'node:fs/promises';
import { throughDraft } from './replace-file.js';

/** What a file is written from. */
export type FileContent = string | Uint8Array | Iterable<string | Uint8Array>;

/**
 * Replaces a file in one step: a reader sees the old content or the new, never half of it, and after
 * an error the old content is still there and nothing else. Missing folders are made; of several
 * writers at once the last wins.
 *
 * @param content a piece of text or bytes, or several, each of which is asked for when the one before is written
 * @throws DataError when the folder cannot be written to or the disk is full
 */
export async function writeFileAtomic(path: string, content: FileContent): Promise<void> {
  const isWhole = typeof content === 'string' || content instanceof Uint8Array;
  const pieces = isWhole ? [content] : content;
  await throughDraft(path, async (draft) => {
    const handle = await open(draft, 'wx');
    try {
      for (const piece of pieces) await handle.writeFile(piece);
    } finally {
      await handle.close();
    }
  });
}
