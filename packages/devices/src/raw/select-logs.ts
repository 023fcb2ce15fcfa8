/** Which of the logs in a folder are read: all to learn from, or yesterday's. */
import { readdir } from 'node:fs/promises';
import { DataError } from '@anodec/core';
import { fileError } from '@anodec/files';
import { dateOfLog } from './raw-log.js';

/** Logs of which days: `train` all complete ones, `detect` the newest complete one. */
export type LogMode = 'train' | 'detect';

/**
 * The names of the logs to read, the earliest first. The newest log is of a day that goes on, and is never read.
 *
 * @param limit the number of logs that are read to learn from, the newest ones
 * @throws DataError when the folder cannot be read or has fewer than two logs
 */
export async function selectLogs(folder: string, mode: LogMode, limit: number): Promise<string[]> {
  const names = await readdir(folder).catch((error: unknown) => {
    throw fileError(error, folder, 'read');
  });
  // names sort as dates do: the century is the same
  const logs = names.filter((name) => dateOfLog(name) !== undefined).sort();
  if (logs.length < 2) {
    throw new DataError(
      `${folder} must hold two logs or more named log<YY.MM.DD>.csv, got ${logs.length}: the newest is not read, ` +
        'for its day goes on.',
    );
  }
  const complete = logs.slice(0, -1);
  return mode === 'train' ? complete.slice(-limit) : complete.slice(-1);
}
