/** The trained networks of a device: those of the monthly job, or those of a run of an experiment. */
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { ConfigError, DataError } from '@anodec/core';
import { errorCode, fileError } from '@anodec/files';
import { type DayClasses, classCount } from '../groups/day-classes.js';
import { readCombination } from '../groups/class-files.js';
import { deviceFiles } from '../prepare/prepare-device.js';
import { DEVICE_ID, isDeviceId } from '../raw/device-id.js';
import { classesOf, type DeviceModelFile, modelFolder, readModelFile } from './model-file.js';

/** Where to look for networks. */
export interface NetworksPlace {
  /** Folder of the data. */
  readonly folder: string;
  readonly variant: string;
  readonly device: string;
  /** The folder of the networks, of a model of the device or of a run of its experiments. Default: looked for. */
  readonly model?: string;
}

/** Networks that were found. */
export interface FoundNetworks {
  /** The folder that holds `gan.json`, for `readGan`. */
  readonly path: string;
  /** The model of the monthly job that they belong to, where they do. */
  readonly model?: DeviceModelFile;
}

/**
 * Finds networks: in the folder that is given, else the model that `anodec devices train` made of the device, else the first
 * run of `anodec devices experiment`.
 *
 * @throws DataError when there are none, or they are of another device
 * @throws ConfigError when a model is not what it must be, or the id of the device is no name of a folder
 */
export async function findNetworks(place: NetworksPlace): Promise<FoundNetworks> {
  const { folder, variant, device } = place;
  if (!isDeviceId(device)) {
    throw new ConfigError(`The device must be ${DEVICE_ID}, got "${device}".`);
  }
  const places =
    place.model === undefined
      ? [
          modelFolder(folder, variant, device),
          join(experimentsFolder(folder, variant), device, '1'),
        ]
      : [place.model];
  for (const path of places) {
    const found = await networksIn(path);
    if (found?.model && found.model.device !== device) {
      throw new DataError(
        `${path} must be a model of ${device}, got one of ${found.model.device}.`,
      );
    }
    if (found) return found;
  }
  throw new DataError(
    `There must be networks of ${device} in ${places.join(' or ')}, got none${await others(place)}. Train them with anodec ` +
      `devices train, or with anodec devices experiment ${device}.`,
  );
}

/**
 * The networks in a folder of `anodec devices train` or of a run of an experiment; undefined where there are none.
 *
 * @throws DataError, ConfigError when a model is not what it must be
 */
export async function networksIn(folder: string): Promise<FoundNetworks | undefined> {
  const model = await readModelFile(folder);
  if (model) return { path: join(folder, model.id), model };
  return (await namesIn(folder)).includes('gan.json') ? { path: folder } : undefined;
}

/**
 * The class of each type of day that networks know: of their model, or as the device was prepared for experiments.
 *
 * @throws DataError when the classes are missing or are not as many as the networks know
 */
export async function classesOfNetworks(
  { folder, device }: NetworksPlace,
  { path, model }: FoundNetworks,
  count: number,
): Promise<DayClasses> {
  const file = deviceFiles(folder, 'experiments', device).combination;
  const classes = model ? classesOf(model) : await readCombination(file);
  if (classCount(classes) === count) return classes;
  throw new DataError(
    `Days must be of as many classes as the networks in ${path} know, ${count}, got ${classCount(classes)} in ` +
      `${model ? 'their model' : file}. Train the networks anew.`,
  );
}

function experimentsFolder(folder: string, variant: string): string {
  return join(folder, 'models/experiments', variant);
}

/** The devices that there are networks of, as part of an error. */
async function others({ folder, variant, model }: NetworksPlace): Promise<string> {
  if (model !== undefined) return '';
  const names = [
    ...(await namesIn(modelFolder(folder, variant, ''))),
    ...(await namesIn(experimentsFolder(folder, variant))),
  ];
  const known = [...new Set(names)].sort();
  return known.length === 0 ? '' : ` (variant ${variant}: there are those of ${known.join(', ')})`;
}

/** What a folder holds; nothing where it is missing. */
async function namesIn(folder: string): Promise<readonly string[]> {
  return readdir(folder).catch((error: unknown): string[] => {
    if (['ENOENT', 'ENOTDIR'].includes(errorCode(error) ?? '')) return [];
    throw fileError(error, folder, 'read');
  });
}
