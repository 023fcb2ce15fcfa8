/** Days that are known to be anomalous: the list that the simulator writes, or one of your own. */
import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { DataError } from '@anodec/core';
import { fileError } from '@anodec/files';
import { dayStart } from '../day-table.js';

/** A day that is known to be anomalous. */
export interface KnownAnomaly {
  readonly device: string;
  /** `YY.MM.DD` */
  readonly date: string;
  /** Why, in one word. */
  readonly kind: string;
}

/**
 * Reads a list of anomalous days: device, date and kind in each line, after a line of names; further columns are not read.
 *
 * @throws DataError that names file and row when a line cannot be used
 */
export async function readKnownAnomalies(path: string): Promise<KnownAnomaly[]> {
  const text = await readFile(path, 'utf8').catch((error: unknown) => {
    throw fileError(error, path, 'read');
  });
  const [head = '', ...lines] = text.replace(/^\uFEFF/, '').split(/\r?\n/);
  const file = basename(path);
  if (!head.startsWith('device,date,kind')) {
    throw new DataError(
      `${file} must begin with the columns device, date, kind, got "${head.slice(0, 60)}".`,
    );
  }
  return lines.flatMap((line, n) => {
    if (line.trim() === '') return [];
    const [device, date = '', kind = ''] = line.split(',').map((cell) => cell.trim());
    try {
      dayStart(date);
    } catch (error) {
      if (!(error instanceof DataError)) throw error;
      throw new DataError(`${error.message.slice(0, -1)} (${file}, row ${n + 2}).`);
    }
    return [{ device, date, kind }];
  });
}
