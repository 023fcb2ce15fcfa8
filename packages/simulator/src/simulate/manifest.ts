/**
 * `simulation.json`: the settings of a simulation and the files it wrote. It distinguishes simulated
 * workbooks from real recordings in the same folder.
 */
import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { DataError } from '@anodec/core';
import { z } from 'zod';
import { errorCode, fileError } from '@anodec/files';
import { SimulateConfig } from './config.js';

/** Increased when the plant changes, so that files of an older version are written again. */
export const SIMULATOR_VERSION = 1;

export const MANIFEST = 'simulation.json';

const ManifestFile = z.strictObject({
  path: z.string().describe('Below the folder of simulation.json'),
  rows: z.int().describe('Rows of readings, or entries of the list'),
  bytes: z.int(),
});

const ManifestAttack = z.strictObject({
  number: z.int(),
  listedStart: z.string().describe('Start according to labels and list, with the right year'),
  listedEnd: z.string().optional(),
  start: z.string().describe('Start of the manipulation'),
  seconds: z.int(),
  startStateHeld: z.boolean(),
  leavesTrace: z.boolean(),
});

/** The record of a simulation: settings, files, attacks. */
export const SimulationManifest = z.strictObject({
  simulator: z.int(),
  config: SimulateConfig,
  files: z.array(ManifestFile),
  attacks: z.array(ManifestAttack),
});

export type SimulationManifest = z.output<typeof SimulationManifest>;

/**
 * The manifest of an earlier simulation in the folder; undefined without one.
 *
 * @throws DataError when its manifest cannot be read
 */
export async function readManifest(folder: string): Promise<SimulationManifest | undefined> {
  const path = join(folder, MANIFEST);
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return undefined;
    throw fileError(error, path, 'read');
  }
  try {
    return SimulationManifest.parse(JSON.parse(text));
  } catch (error) {
    throw new DataError(
      `${path} must be written by a simulation, got something else. Remove it, then simulate again.`,
      { cause: error },
    );
  }
}

/**
 * Refuses to replace a workbook that no simulation wrote.
 *
 * @param paths below `folder`
 * @throws DataError that names the first such file
 */
export async function checkReplaceable(folder: string, paths: readonly string[]): Promise<void> {
  const known = new Map<string, number>();
  for (const { path, bytes } of (await readManifest(folder))?.files ?? []) known.set(path, bytes);
  for (const path of paths) {
    const bytes = await fileSize(join(folder, path));
    if (bytes === undefined || known.get(path) === bytes) continue;
    throw new DataError(
      `${join(folder, path)} was not written by the simulator and must not be replaced by it. ` +
        'Simulate into another folder, or allow it with `force`.',
    );
  }
}

/** Size in bytes; undefined where there is no file. */
export async function fileSize(path: string): Promise<number | undefined> {
  try {
    return (await stat(path)).size;
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return undefined;
    throw fileError(error, path, 'read');
  }
}
