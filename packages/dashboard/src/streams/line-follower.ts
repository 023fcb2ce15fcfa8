/**
 * Follows a file that lines are added to. It is read from where the last look ended; of a long file that is
 * opened, the end alone.
 */
import { open } from 'node:fs/promises';
import { errorCode, fileError } from '@anodec/files';

/** Bytes of a file that was there before; older lines stay in the file. */
const TAIL = 32 << 20;
/** Bytes read at a time. */
const PIECE = 4 << 20;

/** What a look found. */
export interface NewLines {
  readonly lines: readonly string[];
  /** Whether the file is another than before: what was read from it no longer counts. */
  readonly restarted: boolean;
}

/** Gives the whole lines that are new since the last call. */
export type FollowLines = () => Promise<NewLines>;

/**
 * Follows a file, which may not be there yet.
 *
 * @param tail bytes that are read of a file that was there before
 */
export function followLines(path: string, tail = TAIL): FollowLines {
  let at: number | undefined;
  let rest = '';
  return async () => {
    const file = await open(path).catch((error: unknown) => {
      if (errorCode(error) === 'ENOENT') return undefined;
      throw fileError(error, path, 'read');
    });
    if (!file) return { lines: [], restarted: false };
    try {
      const { size } = await file.stat();
      const restarted = at !== undefined && size < at;
      if (at === undefined || restarted) {
        at = Math.max(0, size - tail);
        // within a line, which is left out
        rest = at > 0 ? '\0' : '';
      }
      const lines: string[] = [];
      const piece = Buffer.alloc(Math.min(PIECE, size - at));
      while (at < size) {
        const { bytesRead } = await file.read(piece, 0, Math.min(piece.length, size - at), at);
        if (bytesRead === 0) break;
        at += bytesRead;
        // one byte, one character: a character of several bytes may end in the next piece
        const parts = (rest + piece.toString('latin1', 0, bytesRead)).split('\n');
        rest = parts.pop() ?? '';
        lines.push(...parts.filter((line) => !line.startsWith('\0')));
      }
      return {
        lines: lines.map((line) => Buffer.from(line, 'latin1').toString('utf8')),
        restarted,
      };
    } finally {
      await file.close();
    }
  };
}
