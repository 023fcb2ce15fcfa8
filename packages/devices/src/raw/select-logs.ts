/** Which of the logs in a folder are read: all to learn from, or yesterday's. */
import { readdir } from 'node:fs/promises';
import { countOf, DataError, DAY } from '@anodec/core';
import { fileError } from '@anodec/files';
import { dayStart, formatDate } from '../day-table.js';
import { dateOfLog } from './raw-log.js';

/** Logs of which days: `train` all complete ones, `detect` the newest complete one. */
export type LogMode = 'train' | 'detect';

/** Logs of a folder. */
export interface SelectedLogs {
  /** Names of those to read, the earliest first. */
  readonly names: readonly string[];
  /** Days without a log between the first that is read and the newest, `YY.MM.DD`. */
  readonly missing: readonly string[];
}

/**
 * The logs to read. The newest log is of a day that goes on, and is never read.
 *
 * @param limit the number of logs that are read to learn from, the newest ones
 * @param now milliseconds since 1970; a log of a day after tomorrow would pass for the newest for as long as it is there
 * @throws DataError when the folder cannot be read, has fewer than two logs, or one of a day to come
 */
export async function selectLogs(
  folder: string,
  mode: LogMode,
  limit: number,
  now = Date.now(),
): Promise<SelectedLogs> {
  const names = await readdir(folder).catch((error: unknown) => {
    throw fileError(error, folder, 'read');
  });
  // names sort as dates do: the century is the same
  const logs = names.filter((name) => dateOfLog(name) !== undefined).sort();
  checkNotToCome(logs, now);
  if (logs.length < 2) {
    throw new DataError(
      `${folder} must hold two logs or more named log<YY.MM.DD>.csv, got ${logs.length}: the newest is not read, ` +
        'for its day goes on.',
    );
  }
  const complete = logs.slice(0, -1);
  const read = mode === 'train' ? complete.slice(-limit) : complete.slice(-1);
  return { names: read, missing: daysBetween([...read, logs[logs.length - 1]]) };
}

/** The day of a log that `dateOfLog` knows, in days since 1970. */
function dayOf(log: string): number {
  return Math.floor(dayStart(dateOfLog(log) ?? '') / DAY);
}

/** @throws DataError that names the logs of days after tomorrow, which it may be already where the meter is */
function checkNotToCome(logs: readonly string[], now: number): void {
  const tomorrow = Math.floor(now / DAY) + 1;
  const toCome = logs.filter((log) => dayOf(log) > tomorrow);
  if (toCome.length === 0) return;
  const others = toCome.length > 1 ? ` and ${countOf(toCome.length - 1, 'later log')}` : '';
  throw new DataError(
    `A log must be of no day after tomorrow, ${formatDate(tomorrow * DAY)} by the clock of this machine, got ${toCome[0]}${others}: ` +
      'it would count as the newest. Correct its name, move it away, or set the clock.',
  );
}

/** Days without a log between logs in order. */
function daysBetween(logs: readonly string[]): string[] {
  const days = logs.map(dayOf);
  return days.slice(1).flatMap((day, i) => {
    const missing = day - days[i] - 1;
    return Array.from({ length: missing }, (_, n) => formatDate((days[i] + 1 + n) * DAY));
  });
}
