/** Which files become which keys of the interim store. */
import { join } from 'node:path';
import { ConfigError } from '@anodec/core';
import type { TableSource } from './convert.js';

/** Folder layout of the SWaT recordings as the vendor's files unpack; all below one folder. */
export interface SwatFiles {
  readonly normalV0: string;
  readonly normalV1: string;
  readonly attack: string;
  readonly attackList: string;
}

/** The usual names. */
export const SWAT_FILES: SwatFiles = {
  normalV0: 'Physical/SWaT_Dataset_Normal_v0.xlsx',
  normalV1: 'Physical/SWaT_Dataset_Normal_v1.xlsx',
  attack: 'Physical/SWaT_Dataset_Attack_v0.xlsx',
  attackList: 'List_of_attacks_Final.xlsx',
};

/** A banner stands above the names in the physical workbooks. */
const BANNER = { headerRow: 2 };

/**
 * The four tables of the SWaT recordings under the keys that the original gave them.
 *
 * @param folder holds the files, such as `data/interim`
 * @param files paths within the folder, where they differ from the usual ones
 * @param reader who reads the workbooks, `fast` by default
 */
export function swatTables(
  folder: string,
  files: Partial<SwatFiles> = {},
  reader?: 'fast' | 'exceljs',
): TableSource[] {
  const paths = { ...SWAT_FILES, ...files };
  const by = reader && { reader };
  return [
    { key: 'df_phys_norm_v0', path: join(folder, paths.normalV0), options: { ...BANNER, ...by } },
    { key: 'df_phys_norm_v1', path: join(folder, paths.normalV1), options: { ...BANNER, ...by } },
    { key: 'df_phys_att_v0', path: join(folder, paths.attack), options: { ...BANNER, ...by } },
    {
      key: 'df_labels',
      path: join(folder, paths.attackList),
      as: 'sheet',
      ...(by && { options: by }),
    },
  ];
}

/** Files of any plant. */
export interface GenericFiles {
  readonly normal: readonly string[];
  readonly attack?: readonly string[];
  readonly options?: TableSource['options'];
}

/**
 * Tables of normal operation and tables to be judged, under `normal_1`, … and `attack_1`, ….
 *
 * @throws ConfigError when there is no table of normal operation
 */
export function genericTables({ normal, attack = [], options }: GenericFiles): TableSource[] {
  if (normal.length === 0) {
    throw new ConfigError('There must be a table of normal operation. Name it with --normal.');
  }
  const name = (kind: string) => (path: string, n: number) => ({
    key: `${kind}_${n + 1}`,
    path,
    ...(options && { options }),
  });
  return [...normal.map(name('normal')), ...attack.map(name('attack'))];
}
