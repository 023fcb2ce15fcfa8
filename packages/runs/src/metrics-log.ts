/** metrics.csv: one row for every epoch, readable while the run is still going. */
import { appendFile, readFile, stat, truncate } from 'node:fs/promises';
import { DataError } from '@anodec/core';
import { errorCode, fileError, writeFileAtomic } from '@anodec/files';

/** Figures by column; a column left out is an empty cell. */
export type MetricsRow = Readonly<Record<string, number | undefined>>;

/** An open metrics file. */
export interface MetricsLog {
  /**
   * Adds a row.
   *
   * @throws DataError when a column is not one of those the file began with, or the disk is full;
   *   the file then ends with the row before
   */
  append(row: MetricsRow): Promise<void>;
}

/**
 * Begins a metrics file, or goes on with one that has the same columns.
 *
 * @throws DataError when the file is there with other columns or cannot be written
 */
export async function openMetricsLog(
  path: string,
  columns: readonly string[],
): Promise<MetricsLog> {
  const header = `${columns.join(',')}\n`;
  const existing = await readFile(path, 'utf8').catch((error: unknown) => {
    if (errorCode(error) === 'ENOENT') return undefined;
    throw fileError(error, path, 'read');
  });
  if (existing === undefined) await writeFileAtomic(path, header);
  else if (!existing.startsWith(header)) {
    throw new DataError(
      `${path} must have the columns ${columns.join(', ')}, got ${existing.split('\n')[0]}. ` +
        'Train into a new run.',
    );
  }
  return {
    async append(row) {
      const unknown = Object.keys(row).find((column) => !columns.includes(column));
      if (unknown !== undefined) {
        throw new DataError(
          `The column ${unknown} must be one of those ${path} began with: ${columns.join(', ')}.`,
        );
      }
      await appendWhole(path, `${columns.map((column) => row[column] ?? '').join(',')}\n`);
    },
  };
}

/**
 * The rows of a metrics file, in the order written.
 *
 * @throws DataError when the file is missing or a cell is not a number, naming row and column
 */
export async function readMetricsLog(path: string): Promise<MetricsRow[]> {
  const text = await readFile(path, 'utf8').catch((error: unknown) => {
    throw fileError(error, path, 'read');
  });
  const [header = '', ...lines] = text.trimEnd().split('\n');
  const columns = header.split(',');
  return lines.map((line, row) => {
    const cells = line.split(',');
    const entries = columns.flatMap((column, c): [string, number][] => {
      const cell = cells[c] ?? 'nothing';
      if (cell === '') return [];
      const value = Number(cell);
      if (!Number.isNaN(value) || cell === 'NaN') return [[column, value]];
      throw new DataError(
        `${path} must have a number in column ${column} of line ${row + 2}, got ${cell}.`,
      );
    });
    return Object.fromEntries(entries);
  });
}

/** Appends, or leaves the file as it was. */
async function appendWhole(path: string, text: string): Promise<void> {
  const { size } = await stat(path).catch((error: unknown) => {
    throw fileError(error, path, 'read');
  });
  try {
    await appendFile(path, text);
  } catch (error) {
    await truncate(path, size);
    throw fileError(error, path, 'written');
  }
}
