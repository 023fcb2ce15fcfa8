/** Tables of days as files: date and 120 values in each line, no line of names. */
import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { DataError } from '@anodec/core';
import { fileError, writeFileAtomic } from '@anodec/files';
import { createDayTable, dayStart, type DayTable, SLOTS } from './day-table.js';

/**
 * Writes a table of days; read again, the values are the same to the bit.
 *
 * @throws DataError when the file cannot be written
 */
export async function writeDayTable(path: string, { dates, values }: DayTable): Promise<void> {
  const lines = dates.map((date, n) => {
    const day = values.subarray(n * SLOTS, (n + 1) * SLOTS);
    return `${date},${Array.from(day, shortest).join(',')}\n`;
  });
  await writeFileAtomic(path, lines.join(''));
}

/** The shortest decimal number that is this one of 32 bits. */
export function shortest(value: number): string {
  if (Number.isInteger(value)) return String(value);
  for (let digits = 6; digits < 9; digits++) {
    const text = String(Number(value.toPrecision(digits)));
    if (Math.fround(Number(text)) === value) return text;
  }
  return String(Number(value.toPrecision(9)));
}

/**
 * Reads a table of days. Lines without a value are left out, as the original wrote them for days it could not read.
 *
 * @param device id of the device; default the name of the file without its ending
 * @throws DataError that names file, row and column when a line cannot be used
 */
export async function readDayTable(path: string, device?: string): Promise<DayTable> {
  const text = await readFile(path, 'utf8').catch((error: unknown) => {
    throw fileError(error, path, 'read');
  });
  const file = basename(path);
  const dates: string[] = [];
  const rows: number[][] = [];
  for (const [n, line] of text
    .replace(/^\uFEFF/, '')
    .split(/\r?\n/)
    .entries()) {
    if (line.trim() === '') continue;
    const [date, ...cells] = line.split(',');
    const place = `${file}, row ${n + 1}`;
    if (cells.length !== SLOTS) {
      throw new DataError(
        `A day must have a date and ${SLOTS} values, got ${cells.length} values (${place}). ` +
          'Make the table with anodec devices preprocess.',
      );
    }
    dates.push(checkedDate(date.trim(), dates, place));
    rows.push(cells.map((cell, c) => numberIn(cell, `${place}, column ${c + 2}`)));
  }
  return createDayTable(
    device ?? file.replace(/\.csv$/i, ''),
    dates,
    Float32Array.from(rows.flat()),
  );
}

function checkedDate(date: string, before: readonly string[], place: string): string {
  try {
    dayStart(date);
  } catch (error) {
    if (error instanceof DataError)
      throw new DataError(`${error.message.slice(0, -1)} (${place}).`);
    throw error;
  }
  if (!before.includes(date)) return date;
  throw new DataError(`Each day must occur once, got ${date} again (${place}). Take one out.`);
}

function numberIn(cell: string, place: string): number {
  const value = cell.trim() === '' ? NaN : Number(cell);
  if (Number.isFinite(value)) return value;
  throw new DataError(`A value must be a finite number, got "${cell.trim()}" (${place}).`);
}
