/**
 * The trained model of a device in a folder: `model.json` has the classes of days, the threshold and the name of the folder
 * of the networks beside it. It is written last and in one step, so that a reader has the old model or the new one.
 */
import { createHash } from 'node:crypto';
import { readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { DataError, DAY_TYPES, parseConfig } from '@anodec/core';
import { ganHash } from '@anodec/gan';
import { errorCode, fileError, readJsonFile, writeJsonFile } from '@anodec/files';
import { z } from 'zod';
import type { DayClasses } from '../groups/day-classes.js';
import { DayScoringConfig } from './scoring-config.js';

const Moments = z.strictObject({ mean: z.number(), deviation: z.number().min(0) });

const ModelFile = z.strictObject({
  format: z.literal('anodec-device-model'),
  formatVersion: z
    .int()
    .min(2, {
      error:
        'formatVersion must be 2: an earlier version of anodec wrote the file, with scores of another kind. Train the ' +
        'device again: anodec devices train',
    })
    .max(2, { error: 'formatVersion must be 2: a later version of anodec wrote the file' }),
  device: z.string(),
  /** From the days and the settings: the same for the same. Also the folder of the networks. */
  id: z.string().regex(/^[0-9a-f]{16}$/),
  /** SHA-256 of the networks and of the days that they learned from. */
  contents: z.string(),
  /** First and last day that was learned from or held out. */
  from: z.string(),
  to: z.string(),
  /** Days that the networks learned from, and those that set the threshold. */
  days: z.int().min(1),
  heldOut: z.int().min(1),
  /** The class of each type of day. */
  classes: z.record(z.enum(DAY_TYPES), z.int().min(0)),
  scoring: DayScoringConfig,
  calibration: z.strictObject({
    residuals: Moments,
    features: Moments,
    classLosses: Moments.nullable(),
    validityLosses: Moments,
    closestLearned: Moments,
    closestGenerated: Moments,
  }),
  quantile: z.number(),
  /** A day with a score above it is unusual. */
  threshold: z.number(),
});

/** What `model.json` holds. */
export type DeviceModelFile = Omit<z.output<typeof ModelFile>, 'format' | 'formatVersion'>;

const FILE = 'model.json';

/** The folder of the model of a device below a folder of data. */
export function modelFolder(folder: string, variant: string, device: string): string {
  return join(folder, 'models', variant, device);
}

/** Writes `model.json`. @throws DataError when it cannot be written */
export async function writeModelFile(folder: string, model: DeviceModelFile): Promise<void> {
  await writeJsonFile(join(folder, FILE), {
    format: 'anodec-device-model',
    formatVersion: 2,
    ...model,
  });
}

/** Reads `model.json`; undefined where there is none. @throws DataError, ConfigError when it is not what it must be */
export async function readModelFile(folder: string): Promise<DeviceModelFile | undefined> {
  const path = join(folder, FILE);
  const names = await readdir(folder).catch((error: unknown): string[] => {
    if (errorCode(error) === 'ENOENT') return [];
    throw fileError(error, folder, 'read');
  });
  if (!names.includes(FILE)) return undefined;
  const {
    format: _,
    formatVersion: __,
    ...model
  } = parseConfig(ModelFile, await readDocument(path), path);
  return model;
}

/** @throws DataError that says how a damaged file is put right */
async function readDocument(path: string): Promise<unknown> {
  return readJsonFile(path).catch((error: unknown) => {
    if (!(error instanceof DataError)) throw error;
    throw new DataError(`${error.message} Train the device again: anodec devices train.`);
  });
}

/** The file of the days that the networks of a model learned from. @param folder of `model.json` */
export function daysFile(folder: string, { id }: Pick<DeviceModelFile, 'id'>): string {
  return join(folder, id, 'days.csv');
}

/**
 * SHA-256 of the networks of a model and of the days that they learned from.
 *
 * @param folder of `model.json`
 * @throws DataError when a file is missing or cannot be read
 */
export async function contentsHash(folder: string, id: string): Promise<string> {
  const networks = await ganHash(join(folder, id));
  if (networks === undefined) {
    throw new DataError(`${join(folder, id)} must hold trained networks, but a file is missing.`);
  }
  const path = daysFile(folder, { id });
  const days = await readFile(path).catch((error: unknown) => {
    throw fileError(error, path, 'read');
  });
  return createHash('sha256').update(networks).update(days).digest('hex');
}

/** Whether networks and days of a model have the contents that they were written with. @param folder of `model.json` */
export async function isModelWhole(
  folder: string,
  { id, contents }: DeviceModelFile,
): Promise<boolean> {
  const now = await contentsHash(folder, id).catch((error: unknown) => {
    if (error instanceof DataError) return undefined;
    throw error;
  });
  return now === contents;
}

/** Removes the networks of earlier models. @throws DataError when the folder cannot be read */
export async function removeOthers(folder: string, id: string): Promise<void> {
  const names = await readdir(folder).catch((error: unknown) => {
    throw fileError(error, folder, 'read');
  });
  for (const name of names) {
    if (/^[0-9a-f]{16}$/.test(name) && name !== id) {
      await rm(join(folder, name), { recursive: true, force: true });
    }
  }
}

/** The classes as the rest of the package has them. @throws DataError when one is missing */
export function classesOf({ device, classes }: DeviceModelFile): DayClasses {
  return DAY_TYPES.map((type) => {
    const value: number | undefined = classes[type];
    if (value !== undefined) return value;
    throw new DataError(
      `The model of ${device} must have a class for each type of day, got none for ${type}.`,
    );
  });
}
