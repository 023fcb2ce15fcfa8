/** Classes as files: of each day (date, class; no line of names), and of each type of day (JSON). */
import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { DataError, DAY_TYPES, isRecord } from '@anodec/core';
import { fileError, readJsonFile, writeFileAtomic } from '@anodec/files';
import { classCount, type DayClasses } from './day-classes.js';

/** Writes the class of each type of day: keys `monday` to `sunday` and `holiday`, four blanks before each. */
export async function writeCombination(path: string, classes: DayClasses): Promise<void> {
  const document = Object.fromEntries(DAY_TYPES.map((name, type) => [name, classes[type]]));
  await writeFileAtomic(path, `${JSON.stringify(document, undefined, 4)}\n`);
}

/** Reads the class of each type of day. @throws DataError when the file is missing or a class is not there */
export async function readCombination(path: string): Promise<DayClasses> {
  const document = await readJsonFile(path);
  const classes = DAY_TYPES.map((name) => (isRecord(document) ? document[name] : undefined));
  const wrong = classes.findIndex((value) => !Number.isInteger(value) || Number(value) < 0);
  if (wrong >= 0) {
    throw new DataError(
      `${path} must have a class, 0 or above, for ${DAY_TYPES.join(', ')}, got ${String(classes[wrong])} for ` +
        `${DAY_TYPES[wrong]}. Make it with anodec devices preprocess.`,
    );
  }
  const numbers = classes.map(Number);
  const unused = Array.from({ length: classCount(numbers) }, (_, c) => c).find(
    (c) => !numbers.includes(c),
  );
  if (unused === undefined) return numbers;
  throw new DataError(
    `${path} must have classes 0, 1, … without a gap, got none for ${unused}. Number them again.`,
  );
}

/** Writes the class of each day. @param classes (N) */
export async function writeLabels(
  path: string,
  dates: readonly string[],
  classes: ArrayLike<number>,
): Promise<void> {
  await writeFileAtomic(path, dates.map((date, n) => `${date},${classes[n]}\n`).join(''));
}

/**
 * Reads the class of each day.
 *
 * @param dates the days that are wanted, in the order wanted
 * @throws DataError that names file and row when a line cannot be used, or a day is missing
 */
export async function readLabels(path: string, dates: readonly string[]): Promise<Uint8Array> {
  const text = await readFile(path, 'utf8').catch((error: unknown) => {
    throw fileError(error, path, 'read');
  });
  const file = basename(path);
  const classes = new Map<string, number>();
  for (const [n, line] of text.split(/\r?\n/).entries()) {
    if (line.trim() === '') continue;
    const [, date, value] = /^(\d\d\.\d\d\.\d\d),(\d{1,2})(?:\.0+)?$/.exec(line.trim()) ?? [];
    if (date === undefined) {
      throw new DataError(
        `A label must be a date and a class as 20.04.01,0, got "${line.slice(0, 60)}" (${file}, row ${n + 1}).`,
      );
    }
    if (classes.has(date)) {
      throw new DataError(
        `A day must have one class, got a second line for ${date} (${file}, row ${n + 1}).`,
      );
    }
    classes.set(date, Number(value));
  }
  return Uint8Array.from(dates, (date) => {
    const value = classes.get(date);
    if (value !== undefined) return value;
    throw new DataError(
      `${file} must have a class for each day, got none for ${date}. Make it again.`,
    );
  });
}
