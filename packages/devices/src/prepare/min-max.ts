/** One smallest and one largest value of all days, by which days are brought to 0 to 1 and back. */
import { DataError, isRecord } from '@anodec/core';
import { readJsonFile, writeJsonFile } from '@anodec/files';
import type { DayTable } from '../day-table.js';

/** Over all values of the training days, in units of the payload. */
export interface MinMax {
  readonly minimum: number;
  readonly maximum: number;
}

/** The smallest and the largest value. @throws DataError when there is no day */
export function fitMinMax({ device, values }: DayTable): MinMax {
  if (values.length === 0) {
    throw new DataError(`There must be a day of ${device} to learn the range from, got none.`);
  }
  let [minimum, maximum] = [Infinity, -Infinity];
  for (const value of values) {
    minimum = Math.min(minimum, value);
    maximum = Math.max(maximum, value);
  }
  return { minimum, maximum };
}

/** Brings values to 0 to 1; values beyond those of training lie outside. Without a range all become 0 or differences. */
export function normaliseDays(values: Float32Array, { minimum, maximum }: MinMax): Float32Array {
  const range = maximum - minimum || 1;
  return values.map((value) => (value - minimum) / range);
}

/** Undoes `normaliseDays`. */
export function denormaliseDays(values: Float32Array, { minimum, maximum }: MinMax): Float32Array {
  const range = maximum - minimum || 1;
  return values.map((value) => value * range + minimum);
}

/** Writes `{"minimum": …, "maximum": …}`. */
export async function writeMinMax(path: string, { minimum, maximum }: MinMax): Promise<void> {
  await writeJsonFile(path, { minimum, maximum });
}

/** Reads what `writeMinMax` wrote. @throws DataError when the file is missing or has other contents */
export async function readMinMax(path: string): Promise<MinMax> {
  const document = await readJsonFile(path);
  if (isRecord(document)) {
    const { minimum, maximum } = document;
    if (typeof minimum === 'number' && typeof maximum === 'number' && minimum <= maximum) {
      return { minimum, maximum };
    }
  }
  throw new DataError(
    `${path} must hold minimum and maximum, the smaller first. Make it with anodec devices preprocess.`,
  );
}
