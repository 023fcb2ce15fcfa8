/** Folders and files of a data set; the only file that knows how the data folder is laid out. */
import { basename, dirname, join, resolve } from 'node:path';
import type { RawFolders } from '@anodec/data';
import { z } from 'zod';

/** Name of the data set of the SWaT workbooks, as in the original program. */
export const SWAT_DATASET = 'data_store';

/** Where data and runs are. */
export const PathsConfig = z.strictObject({
  dataRoot: z.string().default('data').describe('Folder of the data, with interim and processed'),
  dataset: z
    .string()
    .regex(/^[\w.-]+$/, 'must be letters, digits, "_", "-" and "."')
    .default(SWAT_DATASET)
    .describe('Name of the data set; its stores are interim/NAME.h5 and processed/NAME.h5'),
  logs: z.string().default('lightning_logs').describe('Folder of the runs'),
});

export type PathsConfig = z.output<typeof PathsConfig>;

/** Keys of the processed store. */
export const NORMAL_KEY = 'df_norm';
export const ATTACK_KEY = 'df_att';

/** Folder of the workbooks, laid out as in the original program. */
export function interimFolder({ dataRoot }: Pick<PathsConfig, 'dataRoot'>): string {
  return join(dataRoot, 'interim');
}

/** Folder of downloaded archives, and the folders that their files are unpacked to. */
export function rawFolders(paths: PathsConfig): RawFolders {
  return {
    raw: join(paths.dataRoot, 'raw'),
    interim: interimFolder(paths),
    references: join(dirname(paths.dataRoot), 'references'),
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

/** Names that say what a table is for, not which plant it is of. */
const ROLE = /^(train|training|normal|norm|data|table)$/i;

/**
 * The name of a data set made from tables: that of the first table without its ending and role; the
 * folder's where the table is named after its role alone, so that two plants do not share a name.
 */
export function datasetNameOf(table: string): string {
  const stem = basename(table)
    .replace(/\.(gz)$/i, '')
    .replace(/\.\w+$/, '');
  const own = stem.replace(/[-_. ]?(train|training|normal|norm)$/i, '');
  const folder = basename(dirname(resolve(table)));
  const name = own === '' || ROLE.test(own) ? `${folder}-${stem}` : own;
  return name.replaceAll(/[^\w.-]/g, '_');
}
