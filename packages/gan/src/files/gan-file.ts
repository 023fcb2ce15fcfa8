/**
 * A trained model in a folder: `gan.json` says what it is, and `generator.safetensors` and `discriminator.safetensors`
 * hold the weights, in a folder `0`, `1`, … for each class where a variant has a pair of networks for each.
 */
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DataError, isUserError, parseConfig } from '@anodec/core';
import { fileError, readJsonFile, writeFileAtomic, writeJsonFile } from '@anodec/files';
import { encodeSafetensors } from '@anodec/model';
import { z } from 'zod';
import { GanConfig } from '../config.js';
import { variants } from '../variants.js';
import type { WeightArrays } from '../weights.js';
import { readArrays } from './arrays-file.js';

/** The version of the format that is written. */
export const GAN_FORMAT_VERSION = 1;

/** What `gan.json` holds. */
const GanFile = z.strictObject({
  format: z.literal('anodec-gan'),
  formatVersion: z.int().max(GAN_FORMAT_VERSION, {
    error: `formatVersion must be ${GAN_FORMAT_VERSION} or earlier: a later version of anodec wrote the file`,
  }),
  /** Classes of days. */
  classes: z.int().min(1),
  /** Values of a day. */
  width: z.int().min(1),
  /** Smallest and largest value of all training days, which are 0 and 1 to the networks. */
  minimum: z.number(),
  maximum: z.number(),
  /** Days of each class that were trained on. */
  days: z.array(z.int().min(0)).readonly(),
  /** SHA-256 of the training days and their classes. */
  dataHash: z.string(),
  settings: GanConfig,
});

/** What is known of a model beside its weights. */
export type GanDescription = Omit<z.output<typeof GanFile>, 'format' | 'formatVersion'>;

const FILE = 'gan.json';

/** Folders of the pairs of networks of a model, one for each class or one for all. */
export function pairFolders(folder: string, { settings, classes }: GanDescription): string[] {
  if (variants[settings.variant].hasLabels) return [folder];
  return Array.from({ length: classes }, (_, k) => join(folder, String(k)));
}

/** Writes `gan.json`. @throws DataError when it cannot be written */
export async function writeDescription(folder: string, description: GanDescription): Promise<void> {
  const document = { format: 'anodec-gan', formatVersion: GAN_FORMAT_VERSION, ...description };
  await writeJsonFile(join(folder, FILE), document);
}

/** Reads `gan.json`. @throws DataError when it is missing or damaged; ConfigError when it is not what it must be */
export async function readDescription(folder: string): Promise<GanDescription> {
  const path = join(folder, FILE);
  const {
    format: _,
    formatVersion: __,
    ...description
  } = parseConfig(GanFile, await readJsonFile(path), path);
  return description;
}

const NETWORKS = ['generator', 'discriminator'] as const;

/** Writes the weights of a pair of networks, each into a file of its own. @param prefix of the file names */
export async function writePair(folder: string, arrays: WeightArrays, prefix = ''): Promise<void> {
  for (const network of NETWORKS) {
    const own = Object.entries(arrays).filter(([name]) => name.startsWith(`${network}.`));
    const bytes = encodeSafetensors(Object.fromEntries(own), { format: 'anodec-gan' });
    await writeFileAtomic(join(folder, `${prefix}${network}.safetensors`), bytes);
  }
}

/** Reads the weights of a pair of networks. @throws DataError when a file is missing or damaged */
export async function readPair(folder: string): Promise<WeightArrays> {
  const read = (network: string) => readArrays(join(folder, `${network}.safetensors`));
  const [generator, discriminator] = [await read('generator'), await read('discriminator')];
  const both = Object.keys(generator).find((name) => name in discriminator);
  if (both !== undefined) {
    throw new DataError(
      `${folder} must hold a generator and a discriminator, got ${both} in both. One is a copy of the other.`,
    );
  }
  return { ...generator, ...discriminator };
}

/**
 * SHA-256 of a trained model in a folder, its description and all weights, by which files that were lost or changed later are
 * noticed.
 *
 * @returns undefined where a file is missing, or `gan.json` is not what it must be
 */
export async function ganHash(folder: string): Promise<string | undefined> {
  try {
    const description = await readDescription(folder);
    const hash = createHash('sha256').update(JSON.stringify(description));
    for (const pair of pairFolders(folder, description)) {
      for (const network of NETWORKS) {
        const path = join(pair, `${network}.safetensors`);
        hash.update(
          await readFile(path).catch((error: unknown) => {
            throw fileError(error, path, 'read');
          }),
        );
      }
    }
    return hash.digest('hex');
  } catch (error) {
    if (isUserError(error)) return undefined;
    throw error;
  }
}
