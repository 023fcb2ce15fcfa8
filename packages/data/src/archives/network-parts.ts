/** Network captures that come with SWaT: listed and counted, but not read. */
import { readdir, stat } from 'node:fs/promises';
import { join, sep } from 'node:path';
import { errorCode, fileError } from '@anodec/files';

/** Network captures in a folder. */
export interface NetworkParts {
  /** Below the folder, with forward slashes, sorted. */
  readonly files: readonly string[];
  readonly bytes: number;
}

/**
 * Lists the text tables below `Network` in a folder such as `data/interim`.
 *
 * @returns none where there is no such folder
 * @throws DataError when it cannot be read
 */
export async function listNetworkParts(folder: string): Promise<NetworkParts> {
  const network = join(folder, 'Network');
  const names = await readdir(network, { recursive: true }).catch((error: unknown) => {
    if (errorCode(error) === 'ENOENT') return [];
    throw fileError(error, network, 'read');
  });
  const parts = names.filter((name) => /\.csv$/i.test(name)).sort();
  const sizes = await Promise.all(
    parts.map(async (name) => (await stat(join(network, name))).size),
  );
  return {
    files: parts.map((name) => `Network/${name.split(sep).join('/')}`),
    bytes: sizes.reduce((sum, size) => sum + size, 0),
  };
}
