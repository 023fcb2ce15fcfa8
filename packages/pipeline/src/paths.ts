/** Paths of a data set; the only file that knows how the data folder is laid out. */
import { basename, dirname, join } from 'node:path';
import type { RawFolders } from '@anodec/data';
import type { PathsConfig } from './settings.js';

/** Keys of the processed store. */
export const NORMAL_KEY = 'df_norm';
export const ATTACK_KEY = 'df_att';

/** Folder of the workbooks, as the original laid it out. */
export function interimFolder({ dataRoot }: PathsConfig): string {
  return join(dataRoot, 'interim');
}

/** Folder of downloaded archives, and those that their files go to. */
export function rawFolders(place: PathsConfig): RawFolders {
  return {
    raw: join(place.dataRoot, 'raw'),
    interim: interimFolder(place),
    references: join(dirname(place.dataRoot), 'references'),
  };
}

/** HDF5 file with the tables as they came. */
export function interimStore({ dataRoot, dataset }: PathsConfig): string {
  return join(dataRoot, 'interim', `${dataset}.h5`);
}

/** HDF5 file with cleaned frames and scores. */
export function processedStore({ dataRoot, dataset }: PathsConfig): string {
  return join(dataRoot, 'processed', `${dataset}.h5`);
}

/** What a data set made from tables is called: the first table without its ending and role. */
export function datasetNameOf(table: string): string {
  const stem = basename(table)
    .replace(/\.(gz)$/i, '')
    .replace(/\.\w+$/, '');
  const name = stem.replace(/[-_. ]?(train|normal|norm)$/i, '').replaceAll(/[^\w.-]/g, '_');
  return name || stem.replaceAll(/[^\w.-]/g, '_');
}
