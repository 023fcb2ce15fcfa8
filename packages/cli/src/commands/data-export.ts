/** `anodec data export`. */
import { basename, extname, join } from 'node:path';
import { ConfigError, countOf } from '@anodec/core';
import {
  exportTable,
  isS3Path,
  openStore,
  openStoredTable,
  type Store,
  tableWriters,
} from '@anodec/tables';
import { openDataStore, PathsConfig, processedStore } from '@anodec/pipeline';
import { z } from 'zod';
import { defineCommand } from '../command.js';

const ENDINGS = Object.keys(tableWriters);

export const ExportConfig = z.strictObject({
  key: z.string().optional().describe('Key to export, such as df_att'),
  all: z.boolean().default(false).describe('Export every key of the store'),
  store: z.string().optional().describe('HDF5 file (default: the processed store of the data set)'),
  format: z
    .enum(ENDINGS.map((ending) => ending.slice(1)))
    .optional()
    .describe('File format (default: the ending of --output, else parquet)'),
  output: z
    .string()
    .default('.')
    .describe(
      'File, folder, or place in S3 such as s3://bucket/folder; in a folder each key becomes KEY.FORMAT',
    ),
});

type ExportConfig = z.output<typeof ExportConfig>;

export const dataExport = defineCommand({
  details:
    'Missing readings are null, or empty in CSV. In CSV, texts that a spreadsheet would run as a formula ' +
    'get a leading apostrophe.',
  sections: { export: ExportConfig, paths: PathsConfig },
  examples: [
    ['anodec data export df_att --output att.parquet', 'one recording as one file'],
    ['anodec data export --all --format arrow --output tables', 'every key into a folder'],
  ],
  async run({ export: config, paths }, { print, progress, signal }) {
    const store = await (config.store === undefined
      ? openDataStore(processedStore(paths))
      : openStore(config.store));
    try {
      for (const key of keysOf(config, store)) {
        const path = pathOf(config, key);
        const { table, rows } = openStoredTable(store, key);
        const written = await exportTable(table, path, { rows, progress, signal });
        print(`${key}: ${countOf(written, 'row')} → ${path}`);
      }
    } finally {
      store.close();
    }
  },
});

/** @throws ConfigError when neither or both of a key and all are given */
function keysOf({ key, all }: ExportConfig, store: Store): readonly string[] {
  if (all && key === undefined) return store.keys;
  if (!all && key !== undefined) return [key];
  throw new ConfigError(
    `One key must be named, or all with --all. ${store.path} has ${store.keys.join(', ') || 'none'}.`,
  );
}

/** @throws ConfigError when all keys would go to one file, or the format is not that of the file */
function pathOf({ output, format, all }: ExportConfig, key: string): string {
  const ending = ENDINGS.filter((known) => basename(output).toLowerCase().endsWith(known))
    .sort((a, b) => b.length - a.length)
    .at(0);
  if (ending === undefined && extname(output).length > 1) {
    throw new ConfigError(
      `--output must be a folder or end in one of ${ENDINGS.join(', ')}, got ${output}.`,
    );
  }
  const name = `${key}.${format ?? 'parquet'}`;
  if (ending === undefined && isS3Path(output)) return `${output.replace(/\/$/, '')}/${name}`;
  if (ending === undefined) return join(output, name);
  if (all) throw new ConfigError(`--output must be a folder with --all, got the file ${output}.`);
  if (format === undefined || ending === `.${format}`) return output;
  throw new ConfigError(`--output must end in .${format} with --format ${format}, got ${output}.`);
}
