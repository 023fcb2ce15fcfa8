/** A finished cell as a file, found again by its key. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { readJsonFile, writeJsonFile } from '@anodec/files';
import { z } from 'zod';
import { Seconds } from './error-cache.js';

const Values = z.record(z.string(), z.number().nullable());

/** What the file of a cell holds. */
export const CellRecord = z.strictObject({
  formatVersion: z.literal(1),
  series: z.string(),
  group: z.string(),
  detector: z.string(),
  title: z.string(),
  seed: z.number().nullable(),
  metrics: Values,
  floors: z.record(z.string(), Values),
  attacks: z.int(),
  rows: z.int(),
  attackRows: z.int(),
  per: z.enum(['day', '1,000 rows']),
  threshold: z.strictObject({ value: z.number().nullable(), rule: z.string() }),
  seconds: Seconds,
  /** Settings that made it. */
  made: z.unknown(),
});

export type CellRecord = z.output<typeof CellRecord>;

/** Path of the file of a cell. */
export function cellPath(
  results: string,
  { series, detector, seed }: Pick<CellRecord, 'series' | 'detector' | 'seed'>,
  key: string,
): string {
  const name = [detector, ...(seed === null ? [] : [`seed${seed}`]), key].join('-');
  return join(results, 'cells', series, `${name}.json`);
}

/** The cell; undefined where it was not finished, or its file is of another format. */
export async function readCell(path: string): Promise<CellRecord | undefined> {
  if (!existsSync(path)) return undefined;
  return CellRecord.safeParse(await readJsonFile(path)).data;
}

/** @throws DataError when the file cannot be written */
export function writeCell(path: string, cell: CellRecord): Promise<void> {
  return writeJsonFile(path, cell);
}
