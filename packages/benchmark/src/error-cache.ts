/**
 * Scores of detectors as they were before the alarm policy, kept so that another policy costs seconds and
 * no training: `errors/KEY/normal-training-0-channels.npy` and so on, readable by NumPy.
 */
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DataError, type Scores } from '@anodec/core';
import {
  decodeNpy,
  encodeNpy,
  fileError,
  readJsonFile,
  writeFileAtomic,
  writeJsonFile,
} from '@anodec/files';
import type { SeriesScores } from '@anodec/pipeline';
import { z } from 'zod';

/** What was spent. */
export const Seconds = z.strictObject({
  fit: z.number(),
  score: z.number(),
});

export type Seconds = z.output<typeof Seconds>;

const SIDES = ['training', 'validation', 'test'] as const;

/** Written last, so that scores with it are complete. */
const Complete = z.strictObject({
  made: z.unknown(),
  seconds: Seconds,
  counts: z.strictObject({ training: z.int(), validation: z.int(), test: z.int() }),
});

/** Keeps scores. @param made what they were made from, for readers @throws DataError when it cannot be written */
export async function writeScores(
  folder: string,
  scores: SeriesScores,
  made: unknown,
): Promise<void> {
  for (const side of SIDES) {
    for (const [i, { rows, channels }] of scores[side].entries()) {
      const path = pathOf(folder, side, i);
      await writeFileAtomic(`${path}-rows.npy`, encodeNpy({ shape: [rows.length], data: rows }));
      if (!channels || rows.length === 0) continue;
      const shape = [rows.length, channels.length / rows.length];
      await writeFileAtomic(`${path}-channels.npy`, encodeNpy({ shape, data: channels }));
    }
  }
  const [training, validation, test] = SIDES.map((side) => scores[side].length);
  const counts = { training, validation, test };
  await writeJsonFile(join(folder, 'scores.json'), { made, seconds: scores.seconds, counts });
}

/** Scores that were kept; undefined where there are none. @throws DataError when a file is damaged */
export async function readScores(folder: string): Promise<SeriesScores | undefined> {
  const path = join(folder, 'scores.json');
  if (!existsSync(path)) return undefined;
  const { data } = Complete.safeParse(await readJsonFile(path));
  if (!data)
    throw new DataError(
      `${path} must say what scores there are, got something else. Remove ${folder}.`,
    );
  const { counts, seconds } = data;
  const read = (side: (typeof SIDES)[number]): Promise<Scores[]> =>
    Promise.all(Array.from({ length: counts[side] }, (_, i) => readPart(pathOf(folder, side, i))));
  return {
    training: await read('training'),
    validation: await read('validation'),
    test: await read('test'),
    seconds,
  };
}

function pathOf(folder: string, side: (typeof SIDES)[number], index: number): string {
  return join(folder, `${side === 'test' ? side : `normal-${side}`}-${index}`);
}

async function readPart(path: string): Promise<Scores> {
  const rows = await readFloats(`${path}-rows.npy`);
  const channels = `${path}-channels.npy`;
  return existsSync(channels) ? { rows, channels: await readFloats(channels) } : { rows };
}

async function readFloats(path: string): Promise<Float32Array> {
  const bytes = await readFile(path).catch((error: unknown) =>
    Promise.reject(fileError(error, path, 'read')),
  );
  const { data } = decodeNpy(bytes, path);
  if (data instanceof Float32Array) return data;
  throw new DataError(`${path} must hold float32 numbers, got others. Remove its folder.`);
}
