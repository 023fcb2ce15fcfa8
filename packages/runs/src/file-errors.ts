/** What the operating system says, in words that tell what to do. */
import { DataError } from '@anodec/core';

/** What was got, and the remedy, for each error of the system that a user can put right. */
const MEANINGS: Readonly<Record<string, readonly [got: string, remedy: string]>> = {
  ENOSPC: ['a full disk', 'Free some space, or choose a folder on another disk.'],
  EDQUOT: ['a full disk quota', 'Free some space, or choose a folder on another disk.'],
  EFBIG: ['a limit on the size of files', 'Raise it with ulimit -f.'],
  ENOTDIR: ['a file where a folder must be', 'Move the file, or choose another folder.'],
  EEXIST: ['a file where a folder must be', 'Move the file, or choose another folder.'],
  EISDIR: ['a folder where a file must be', 'Move the folder, or choose another run.'],
  EACCES: ['no permission', 'Change the permissions, or choose another folder.'],
  EPERM: ['no permission', 'Change the permissions, or choose another folder.'],
  EROFS: ['a read-only disk', 'Choose a folder on another disk.'],
  ENOENT: ['no such file or folder', 'Choose another run; anodec runs list shows them.'],
  ENAMETOOLONG: ['a name too long for the disk', 'Choose a shorter name.'],
  EMFILE: ['too many open files', 'Raise the limit with ulimit -n.'],
  EIO: ['a fault of the disk', 'Choose a folder on another disk.'],
};

/** The code of an error of the operating system, such as ENOENT, or nothing. */
export function errorCode(error: unknown): string | undefined {
  if (!(error instanceof Error) || !('code' in error)) return undefined;
  return typeof error.code === 'string' ? error.code : undefined;
}

/**
 * The DataError that says what was wrong with a path, or the error itself where it is none of the
 * operating system's.
 *
 * @param must what the path must be, such as "writable"
 */
export function fileError(path: string, must: string, error: unknown): unknown {
  const code = errorCode(error);
  const meaning = code === undefined ? undefined : MEANINGS[code];
  if (meaning === undefined) return error;
  const [got, remedy] = meaning;
  return new DataError(`${path} must be ${must}, got ${got}. ${remedy}`, { cause: error });
}
