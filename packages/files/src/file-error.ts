/** Errors of the operating system about files, as sentences with a remedy; the only table of them. */
import { basename, dirname } from 'node:path';
import { DataError } from '@anodec/core';

const REASONS: Readonly<Record<string, (path: string) => string>> = {
  ENOENT: (path) => `there is nothing at ${path}. Check the path`,
  EISDIR: (path) => `${path} is a folder. Name a file`,
  EEXIST: (path) => `a part of ${path} is a file where a folder must be. Check the path`,
  ENOTDIR: (path) => `a part of ${path} is a file where a folder must be. Check the path`,
  EACCES: (path) => `permission to ${path} is denied. Change its permissions or the place`,
  EPERM: (path) => `permission to ${path} is denied. Change its permissions or the place`,
  EROFS: (path) => `${path} lies on a read-only disk. Choose another place`,
  ENOSPC: (path) => `the disk of ${path} is full. Free some space or choose another place`,
  EDQUOT: (path) => `the quota of ${path} is used up. Free some space or choose another place`,
  EFBIG: (path) => `${path} would grow above the largest size allowed here. Raise that limit`,
  EMFILE: () => 'too many files are open. Raise the limit of open files',
  ENAMETOOLONG: (path) => `the name ${path} is too long for its disk. Choose a shorter one`,
  EIO: (path) => `the disk of ${path} is faulty. Choose a place on another disk`,
};

/** The code of an error of the operating system, such as ENOENT; undefined for any other error. */
export function errorCode(error: unknown): string | undefined {
  if (!(error instanceof Error) || !('code' in error)) return undefined;
  return typeof error.code === 'string' ? error.code : undefined;
}

/**
 * A failed file operation as the error to throw: a DataError where the operating system refused,
 * any other error as it is.
 *
 * @param doing the failed operation
 */
export function fileError(error: unknown, path: string, doing: 'read' | 'written'): Error {
  const code = errorCode(error) ?? '';
  // a file to be written that is not there means that its folder is not
  const place = code === 'ENOENT' && doing === 'written' ? dirname(path) : path;
  const unknown = /^E[A-Z\d]+$/.test(code) && `the operating system answers ${code} to ${path}`;
  const reason = REASONS[code]?.(place) ?? unknown;
  if (reason) {
    return new DataError(`${basename(path)} cannot be ${doing}: ${reason}.`, { cause: error });
  }
  return error instanceof Error ? error : new Error(String(error));
}
