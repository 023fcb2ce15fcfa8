/** The devices that a fleet has a folder of models for. */
import { readdir } from 'node:fs/promises';
import { errorCode, fileError } from '@anodec/files';
import { fleetPaths } from './layout.js';

/** Their ids, in any order; none where nothing was trained yet. @throws DataError when the folder cannot be read */
export async function knownDevices(fleet: string): Promise<string[]> {
  const { devices: folder } = fleetPaths(fleet);
  return readdir(folder).catch((error: unknown): string[] => {
    if (errorCode(error) === 'ENOENT') return [];
    throw fileError(error, folder, 'read');
  });
}
