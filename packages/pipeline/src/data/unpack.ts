/** Downloaded archives on their way into the layout of the SWaT recordings. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Listeners } from '@anodec/core';
import { findArchives, SWAT_FILES, unpackArchives, type UnpackedArchive } from '@anodec/data';
import { interimFolder, type PathsConfig, rawFolders } from '../settings/paths.js';

/**
 * Unpacks what lies in the folder of downloads, unless all recordings are there.
 *
 * @returns what became of each archive; none where nothing was done
 * @throws DataError when an archive cannot be unpacked safely
 */
export async function unpackMissing(
  paths: PathsConfig,
  { progress, signal }: Listeners = {},
): Promise<readonly UnpackedArchive[]> {
  const folder = interimFolder(paths);
  if (Object.values(SWAT_FILES).every((path: string) => existsSync(join(folder, path)))) return [];
  const folders = rawFolders(paths);
  if ((await findArchives(folders.raw)).length === 0) return [];
  return unpackArchives(folders, { progress, signal });
}
