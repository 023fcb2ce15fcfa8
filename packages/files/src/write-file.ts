/** Writes whole files, or nothing. */
import { open } from 'node:fs/promises';
import { throughDraft } from './replace-file.js';

/**
 * Replaces a file in one step: a reader sees the old content or the new, never half of it, and after
 * an error the old content is still there and nothing else. Missing folders are made; of several
 * writers at once the last wins.
 *
 * @param content a text, or bytes in one or several pieces
 * @throws DataError when the folder cannot be written to or the disk is full
 */
export async function writeFileAtomic(
  path: string,
  content: string | Uint8Array | readonly Uint8Array[],
): Promise<void> {
  const bytes = typeof content === 'string' ? Buffer.from(content) : content;
  const pieces = bytes instanceof Uint8Array ? [bytes] : bytes;
  await throughDraft(path, async (draft) => {
    const handle = await open(draft, 'wx');
    try {
      for (const piece of pieces) await handle.writeFile(piece);
    } finally {
      await handle.close();
    }
  });
}
