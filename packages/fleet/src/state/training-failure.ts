/** Why the last training of a device failed, `devices/ID/failure.json`; there is none where it succeeded. */
import { existsSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { DataError } from '@anodec/core';
import { readJsonFile, writeJsonFile } from '@anodec/files';
import { z } from 'zod';
import { fleetPaths } from './layout.js';

const TrainingFailure = z.strictObject({
  /** ISO 8601. */
  time: z.string(),
  message: z.string(),
});

export type TrainingFailure = z.output<typeof TrainingFailure>;

/** @returns undefined where the last training did not fail. @throws DataError when the file is damaged */
export async function readTrainingFailure(
  fleet: string,
  id: string,
): Promise<TrainingFailure | undefined> {
  const path = fleetPaths(fleet).failure(id);
  if (!existsSync(path)) return undefined;
  const { data } = TrainingFailure.safeParse(await readJsonFile(path));
  if (data) return data;
  throw new DataError(`${path} must hold a time and a message, got something else. Remove it.`);
}

/** Keeps why a training failed; without a message, that it did not. @throws DataError when it cannot be written */
export async function writeTrainingFailure(
  fleet: string,
  id: string,
  message?: string,
): Promise<void> {
  const path = fleetPaths(fleet).failure(id);
  if (message === undefined) return rm(path, { force: true });
  await writeJsonFile(path, { time: new Date().toISOString(), message });
}
