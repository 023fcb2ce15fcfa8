/** Downloaded archives on their way into the layout of the SWaT recordings. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { findArchives, SWAT_FILES, unpackArchives, type UnpackedArchive } from '@anodec/data';
import type { Listeners } from '@anodec/core';
import { interimFolder, rawFolders } from './paths.js';
import type { PathsConfig } from './settings.js';

/**
 * Unpacks what lies in the folder of downloads, unless all recordings are there.
 *
 * @returns lines that say so; none where nothing was done
 * @throws DataError when an archive cannot be unpacked safely
 */
export async function unpackMissing(
  place: PathsConfig,
  { progress, signal }: Listeners,
): Promise<readonly string[]> {
  const folder = interimFolder(place);
  if (Object.values(SWAT_FILES).every((path: string) => existsSync(join(folder, path)))) return [];
  const folders = rawFolders(place);
  if ((await findArchives(folders.raw)).length === 0) return [];
  return unpackedLines(await unpackArchives(folders, { progress, signal }));
}

/** What became of each archive, a line for each of its files that was written. */
export function unpackedLines(unpacked: readonly UnpackedArchive[]): readonly string[] {
  return unpacked.flatMap(({ source, written, present, network, leftOut }) => [
    ...written.map((path) => `${source} → ${path}`),
    ...(present.length > 0 ? [`${source}: already there: ${present.length}`] : []),
    ...(network.files > 0
      ? [
          `${source}: captures of the network: ${network.files}, ` +
            `${(network.bytes / 1e9).toFixed(1)} GB, which stay packed; nothing here reads them`,
        ]
      : []),
    ...(leftOut > 0 ? [`${source}: left behind by file managers and left out: ${leftOut}`] : []),
  ]);
}
