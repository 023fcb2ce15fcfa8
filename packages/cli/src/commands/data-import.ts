/** `anodec data import`. */
import { countOf } from '@anodec/core';
import { basename } from 'node:path';
import { interimStore, PathsConfig } from '@anodec/pipeline';
import { importTables, tableFormats } from '@anodec/tables';
import { z } from 'zod';
import { defineCommand } from '../command.js';
import { hintFlags } from '../view/hint-flags.js';

export const ImportConfig = z.strictObject({
  files: z
    .array(z.string())
    .min(1, 'must be at least one file')
    .describe('Tables to import: .parquet, .arrow, .feather, .csv, .xlsx …'),
  store: z.string().optional().describe('HDF5 file (default: the interim store of the data set)'),
  key: z
    .string()
    .optional()
    .describe('Key of one table of which the files are parts (default: a key for each file)'),
});

export const dataImport = defineCommand({
  details:
    'Other keys of the store stay. anodec data prepare reads the keys normal_1, normal_2 …, attack_1, attack_2 …, ' +
    'and attack_list.',
  sections: { import: ImportConfig, paths: PathsConfig },
  examples: [
    ['anodec data import may.parquet june.parquet --key normal_1', 'two parts of one table'],
    ['anodec data import a.csv b.arrow --store tables.h5', 'two tables, a and b'],
  ],
  async run({ import: { files, store: given, key }, paths }, { print, progress, signal }) {
    const store = given ?? interimStore(paths);
    const tables =
      key === undefined
        ? files.map((path) => ({ key: keyOf(path), paths: [path] }))
        : [{ key, paths: files }];
    for (const [name, rows] of await importTables(store, tables, { progress, signal })) {
      print(`${name}: ${countOf(rows, 'row')} → ${store}`);
    }
    if (given === undefined) print(`Next: npx anodec data prepare${hintFlags(paths)}`);
  },
});

/** The name of the file without its ending. */
function keyOf(path: string): string {
  const name = basename(path);
  const endings = Object.keys(tableFormats).filter((ending) => name.toLowerCase().endsWith(ending));
  const longest = Math.max(0, ...endings.map(({ length }) => length));
  return name.slice(0, name.length - longest).replaceAll(/[^\w.-]/g, '_');
}
