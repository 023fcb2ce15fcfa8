import { basename } from 'node:path';
import { importTables, tableFormats } from '@anodec/tables';
import { z } from 'zod';
import { defineCommand } from '../command.js';
import { interimStore, PathsConfig } from '@anodec/pipeline';

export const ImportConfig = z.strictObject({
  files: z
    .array(z.string())
    .min(1, 'must be a file at least')
    .describe('Tables: .parquet, .arrow, .feather, .csv, .xlsx …'),
  store: z.string().optional().describe('HDF5 file; left out: the interim store of the data set'),
  key: z
    .string()
    .optional()
    .describe('Key of the table; several files are its parts. Left out: a key for each file'),
});

export const dataImport = defineCommand({
  summary: 'Parquet, Arrow, CSV or Excel files into a store, raw, beside what it holds',
  details: 'Keys called normal_1, normal_2 … and attack_1 … are what data prepare makes frames of.',
  sections: { import: ImportConfig, paths: PathsConfig },
  positionals: ['files'],
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
      print(`${name}: ${rows.toLocaleString('en')} rows → ${store}`);
    }
  },
});

/** The name of the file without its ending. */
function keyOf(path: string): string {
  const name = basename(path);
  const endings = Object.keys(tableFormats).filter((ending) => name.toLowerCase().endsWith(ending));
  const longest = Math.max(0, ...endings.map(({ length }) => length));
  return name.slice(0, name.length - longest).replaceAll(/[^\w.-]/g, '_');
}
