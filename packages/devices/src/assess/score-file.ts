/** Scores of days as files: date and score in each line, no line of names. */
import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { checkShape, DataError } from '@anodec/core';
import { fileError, writeFileAtomic } from '@anodec/files';
import { dayStart } from '../day-table.js';

/** Scores of days, higher where a day is more unusual. */
export interface DayScores {
  /** (N), `YY.MM.DD` */
  readonly dates: readonly string[];
  /** (N), finite */
  readonly scores: Float64Array;
}

/** Writes scores with all their digits. @throws DataError when the file cannot be written */
export async function writeScores(path: string, { dates, scores }: DayScores): Promise<void> {
  checkShape('scores', scores, dates.length);
  await writeFileAtomic(path, dates.map((date, n) => `${date},${scores[n]}\n`).join(''));
}

/** Reads scores. @throws DataError that names file and row when a line is no date and number */
export async function readScores(path: string): Promise<DayScores> {
  const text = await readFile(path, 'utf8').catch((error: unknown) => {
    throw fileError(error, path, 'read');
  });
  const lines = text
    .replace(/^\uFEFF/, '')
    .split(/\r?\n/)
    .map((line, n) => ({ cells: line.split(',').map((cell) => cell.trim()), row: n + 1 }))
    .filter(({ cells }) => cells.join('') !== '');
  const scores = lines.map(({ cells: [date = '', cell = ''], row }) => {
    const place = `${basename(path)}, row ${row}`;
    const score = cell === '' ? NaN : Number(cell);
    if (isDate(date) && Number.isFinite(score)) return score;
    throw new DataError(
      `A line must be a date and a score as 20.04.01,1.25, got "${date},${cell}" (${place}).`,
    );
  });
  return { dates: lines.map(({ cells }) => cells[0]), scores: Float64Array.from(scores) };
}

function isDate(text: string): boolean {
  try {
    dayStart(text);
    return true;
  } catch {
    return false;
  }
}
