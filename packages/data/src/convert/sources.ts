/** Assignment of files to keys of the interim store. */
import { join } from 'node:path';
import { ConfigError } from '@anodec/core';
import { z } from 'zod';
import type { TableSource } from './table-source.js';

/** Paths of the SWaT recordings below their folder; the defaults are those of the vendor's archive. */
export const SwatFilesConfig = z.strictObject({
  normalV0: z
    .string()
    .default('Physical/SWaT_Dataset_Normal_v0.xlsx')
    .describe('First SWaT recording of normal operation, converted where the file is there'),
  normalV1: z
    .string()
    .default('Physical/SWaT_Dataset_Normal_v1.xlsx')
    .describe('Second SWaT recording of normal operation, which training uses'),
  attack: z
    .string()
    .default('Physical/SWaT_Dataset_Attack_v0.xlsx')
    .describe('SWaT recording with attacks'),
  attackList: z
    .string()
    .default('List_of_attacks_Final.xlsx')
    .describe('SWaT list of attacks, a workbook or a text table'),
});

export type SwatFiles = z.output<typeof SwatFilesConfig>;

/** The usual paths. */
export const SWAT_FILES: SwatFiles = SwatFilesConfig.parse({});

/** A banner stands above the names in the physical workbooks; text tables are detected. */
function readingOf(path: string, reader: 'fast' | 'exceljs' | undefined): TableSource['options'] {
  return /\.xlsx$/i.test(path) ? { headerRow: 2, ...(reader && { reader }) } : {};
}

/**
 * The four tables of the SWaT recordings under the keys that the original gave them. The first
 * recording of normal operation is optional, as the second holds the same days.
 *
 * @param folder holds the files, such as `data/interim`
 * @param files paths within the folder, where they differ from the usual ones
 * @param reader reader of the workbooks, default `fast`
 */
export function swatTables(
  folder: string,
  files: Partial<SwatFiles> = {},
  reader?: 'fast' | 'exceljs',
): TableSource[] {
  const paths = { ...SWAT_FILES, ...files };
  const recording = (key: string, path: string): TableSource => ({
    key,
    path: join(folder, path),
    options: readingOf(path, reader),
  });
  const list = { key: 'df_labels', path: join(folder, paths.attackList), as: 'sheet' } as const;
  return [
    { ...recording('df_phys_norm_v0', paths.normalV0), optional: true },
    recording('df_phys_norm_v1', paths.normalV1),
    recording('df_phys_att_v0', paths.attack),
    { ...list, ...(reader && { options: { reader } }) },
  ];
}

/** Files of any plant. */
export interface GenericFiles {
  readonly normal: readonly string[];
  readonly attack?: readonly string[];
  /** Labels of the test recordings, one file for each in their order; none where tables hold them. */
  readonly labels?: readonly string[];
  /** A list of attacks with their begins and ends, for all test recordings. */
  readonly attacks?: string;
  /** Reading options of the recordings. */
  readonly options?: TableSource['options'];
}

/**
 * Tables of normal operation and test recordings, under `normal_1`, … and `attack_1`, …, files of
 * labels under `labels_1`, …, and a list of attacks under `attack_list`.
 *
 * @throws ConfigError when there is no table of normal operation, or labels belong to no recording
 */
export function genericTables(files: GenericFiles): TableSource[] {
  const { normal, attack = [], labels = [], attacks, options } = files;
  if (normal.length === 0) {
    throw new ConfigError('There must be a table of normal operation. Name it in `normal`.');
  }
  if (labels.length > 0 && labels.length !== attack.length) {
    throw new ConfigError(
      `\`labels\` must name one file for each test recording, got ${labels.length} for ${attack.length}.`,
    );
  }
  if (attacks !== undefined && attack.length === 0) {
    throw new ConfigError(
      '`attacks` must belong to a test recording, got none. Name one in `attack`.',
    );
  }
  const name = (kind: string) => (path: string, n: number) => ({
    key: `${kind}_${n + 1}`,
    path,
    ...(options && kind !== 'labels' && { options }),
  });
  return [
    ...normal.map(name('normal')),
    ...attack.map(name('attack')),
    ...labels.map(name('labels')),
    ...(attacks === undefined ? [] : [{ key: 'attack_list', path: attacks, as: 'sheet' as const }]),
  ];
}
