/**
 * Writes the made-up tables of sizes under the names of the originals, each with its quirks: commas inside quotation
 * marks, decimal commas, blanks between thousands, Italian headings, incomplete rows and wrong sizes.
 */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { checkStopped, DataError, type Listeners, parseConfig } from '@anodec/core';
import { errorCode, fileError, writeFileAtomic } from '@anodec/files';
import { makeBodies } from './bodies.js';
import { makeCars } from './cars.js';
import { SizesConfig, type SizesSettings } from './config.js';
import { makeMotos } from './motos.js';
import { tableText } from './text-table.js';

/** The tables, below their folder. */
export const sizeFiles = {
  cars: 'CQA_Premium.csv',
  bodies: 'body.csv',
  motos: 'moto.csv',
  motosItalian: 'moto2.csv',
} as const;

/** A table that was written. */
export interface WrittenTable {
  readonly path: string;
  readonly rows: number;
}

/**
 * Writes the four tables. A table that is there already with the same contents is left as it is.
 *
 * @param options.force replaces other contents
 * @throws DataError when another table is there, or one cannot be written; StoppedError on an abort
 */
export async function writeSizes(
  folder: string,
  settings: SizesSettings = {},
  { force = false, signal }: { readonly force?: boolean } & Listeners = {},
): Promise<WrittenTable[]> {
  const { seed, cars, bodies, motos } = parseConfig(SizesConfig, settings);
  const { english, italian } = makeMotos(motos, seed);
  const tables = [
    { file: sizeFiles.cars, table: makeCars(cars, seed), delimiter: ',', lineEnd: '\n' },
    { file: sizeFiles.bodies, table: makeBodies(bodies, seed), delimiter: ';', lineEnd: '\n' },
    { file: sizeFiles.motos, table: english, delimiter: ';', lineEnd: '\r\n' },
    { file: sizeFiles.motosItalian, table: italian, delimiter: ';', lineEnd: '\r\n' },
  ].map(({ file, table, delimiter, lineEnd }) => ({
    path: join(folder, file),
    rows: table.rows.length,
    text: tableText(table, delimiter, lineEnd),
  }));
  checkStopped(signal, 'making tables of sizes');
  // all are looked at before the first is written
  const old = await Promise.all(tables.map(({ path }) => readIfThere(path)));
  for (const [i, { path, text }] of tables.entries()) {
    if (force || old[i] === undefined || old[i] === text) continue;
    throw new DataError(
      `${path} must not be replaced: it is not what these settings make. Choose another folder, or ` +
        'allow it with `force`.',
    );
  }
  for (const [i, { path, text }] of tables.entries()) {
    checkStopped(signal, 'writing tables of sizes');
    if (old[i] !== text) await writeFileAtomic(path, text);
  }
  return tables.map(({ path, rows }) => ({ path, rows }));
}

async function readIfThere(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return undefined;
    throw fileError(error, path, 'read');
  }
}
