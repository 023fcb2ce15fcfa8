/** Models as they are used: made or read from a folder. TensorFlow.js is loaded on first use. */
import { DataError } from '@anodec/core';
import type { GanConfig } from './config.js';
import { type GanDescription, pairFolders, readDescription, readPair } from './files/gan-file.js';
import type { GanNetworks, GanOptions } from './gan-networks.js';
import type { WeightArrays } from './weights.js';

/** A trained model: what is known of it, and its networks. */
export interface Gan extends GanDescription {
  /**
   * The networks that make and judge days of a class: one pair for all, or a pair for each. Where there is a pair for
   * each, its networks know one class, whose label is 0.
   *
   * @throws DataError when there is no such class
   */
  networksOf(label: number): GanNetworks;
  /** The label by which the networks of a class know it. */
  labelOf(label: number): number;
  /** Frees all tensors. */
  dispose(): void;
}

/**
 * Networks with random weights. A backend must have been started (`startCompute` of `@anodec/model`).
 *
 * @throws ConfigError when there is no such variant, or it cannot make days of this width
 */
export async function createGan(
  variant: string,
  options: GanOptions = {},
  seed = 0,
): Promise<GanNetworks> {
  const networks = await import('./gan-networks.js');
  return networks.createGan(variant, options, seed);
}

/**
 * Reads a trained model. A backend must have been started (`startCompute` of `@anodec/model`).
 *
 * @throws DataError when a file is missing or damaged
 * @throws ConfigError when `gan.json` is not what it must be
 * @throws ShapeError when weights do not fit the networks
 */
export async function readGan(folder: string): Promise<Gan> {
  const description = await readDescription(folder);
  const pairs: WeightArrays[] = [];
  for (const path of pairFolders(folder, description)) pairs.push(await readPair(path));
  return assembleGan(description, pairs);
}

/** A model from its parts. @param pairs weights of one pair of networks for all classes, or for each */
export async function assembleGan(
  description: GanDescription,
  pairs: readonly WeightArrays[],
): Promise<Gan> {
  const { buildGan, networksOf } = await import('./gan-networks.js');
  const { settings, classes, width } = description;
  const isOne = pairs.length === 1;
  const built = buildGan(settings.variant, sizesOf(settings, width, isOne ? classes : 1));
  const networks = pairs.map((arrays) => networksOf(built, arrays));
  return {
    ...description,
    networksOf(label) {
      if (!Number.isInteger(label) || label < 0 || label >= classes) {
        throw new DataError(
          `The class must be a whole number from 0 to ${classes - 1}, got ${label}.`,
        );
      }
      return networks[isOne ? 0 : label];
    },
    labelOf: (label) => (isOne ? label : 0),
    dispose() {
      for (const each of networks) each.dispose();
    },
  };
}

/** What networks are built from, of the settings. */
export function sizesOf(settings: GanConfig, width: number, classes: number) {
  const { latentSize, dropout, alpha, capacity, cell, spectralNorm } = settings;
  return { width, classes, latentSize, dropout, alpha, capacity, cell, spectralNorm };
}
