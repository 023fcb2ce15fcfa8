/** Devices that a fleet knows and that have no table where tables are looked for. */
import { existsSync } from 'node:fs';
import { fleetPaths } from '../state/layout.js';
import { knownDevices } from '../state/known-devices.js';
import type { Device } from './list-devices.js';

/** Ids of the devices with a model that are not among the given ones, in order. @throws DataError when the fleet cannot be read */
export async function devicesWithoutTable(
  fleet: string,
  devices: readonly Device[],
): Promise<string[]> {
  const { record } = fleetPaths(fleet);
  const given = new Set(devices.map(({ id }) => id));
  const known = await knownDevices(fleet);
  return known.filter((id) => !given.has(id) && existsSync(record(id))).sort();
}
