/** Devices that a fleet knows and that have no table where tables are looked for. */
import { existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { errorCode, fileError } from '@anodec/files';
import { fleetPaths } from '../state/layout.js';
import type { Device } from './list-devices.js';

/** Ids of the devices with a model that are not among the given ones, in order. @throws DataError when the fleet cannot be read */
export async function devicesWithoutTable(
  fleet: string,
  devices: readonly Device[],
): Promise<string[]> {
  const { devices: folder, record } = fleetPaths(fleet);
  const known = await readdir(folder).catch((error: unknown): string[] => {
    if (errorCode(error) === 'ENOENT') return [];
    throw fileError(error, folder, 'read');
  });
  const given = new Set(devices.map(({ id }) => id));
  return known.filter((id) => !given.has(id) && existsSync(record(id))).sort();
}
