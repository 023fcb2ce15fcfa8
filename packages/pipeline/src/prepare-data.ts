/** The steps before training: simulate, convert, prepare. Each is skipped where nothing changed. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { ConfigError, type Listeners } from '@anodec/core';
import {
  convertTables,
  describeRepair,
  genericTables,
  isPrepared,
  isUpToDate,
  type PrepareConfig,
  type PreparedTable,
  prepareStore,
  swatTables,
  type TableSource,
} from '@anodec/data';
import { simulatedFiles, writeSimulation } from '@anodec/simulator';
import { z } from 'zod';
import { datasetNameOf, interimFolder, interimStore, processedStore } from './paths.js';
import type { PathsConfig } from './settings.js';

/** Which tables to convert. */
export const SourceConfig = z.strictObject({
  normal: z
    .array(z.string())
    .default([])
    .describe('Tables of normal operation (.xlsx, .csv …); left out: the SWaT workbooks'),
  attack: z.string().optional().describe('Table to be judged, with the same columns'),
  headerRow: z
    .int()
    .min(1)
    .optional()
    .describe('Row of the column names, from 1; left out: found out, in workbooks the first'),
  sheet: z.string().optional().describe('Sheet of the workbooks by name; left out: the first'),
  delimiter: z
    .string()
    .optional()
    .describe('What parts the fields of text tables; left out: found out'),
  decimal: z
    .enum(['.', ','])
    .optional()
    .describe('What the decimals of text tables begin with; left out: found out'),
  reader: z
    .enum(['fast', 'exceljs'])
    .optional()
    .describe('Who reads workbooks: fast, the default, or exceljs for what it refuses'),
});

export type SourceConfig = z.output<typeof SourceConfig>;

/** The tables that the settings mean. @throws ConfigError when one is missing */
export function tablesOf(place: PathsConfig, source: SourceConfig): TableSource[] {
  const { normal, attack, ...reading } = source;
  if (normal.length > 0) {
    const given = Object.entries(reading).filter(([, value]) => value !== undefined);
    const options = given.length > 0 ? { options: Object.fromEntries(given) } : {};
    return genericTables({ normal, attack: attack === undefined ? [] : [attack], ...options });
  }
  if (attack === undefined) return swatTables(interimFolder(place), {}, reading.reader);
  throw new ConfigError('There must be a table of normal operation. Name it with --normal.');
}

/** The place, with the data set named after the tables unless it was given a name. */
export function placeFor(place: PathsConfig, { normal }: SourceConfig): PathsConfig {
  if (normal.length === 0 || place.dataset !== 'data_store') return place;
  return { ...place, dataset: datasetNameOf(normal[0]) };
}

/** Simulates the plant, unless its workbooks are there. @returns the words for its line */
export async function simulateIfMissing(
  place: PathsConfig,
  { progress, signal }: Listeners,
): Promise<string> {
  const folder = interimFolder(place);
  const paths = Object.values(simulatedFiles).map((path) => join(folder, path));
  if (paths.every((path) => existsSync(path))) return `the workbooks are there, in ${folder}`;
  const { config } = await writeSimulation(folder, {}, { progress, signal });
  return (
    `${config.normalDuration} of normal operation, ${config.attackDuration} with 41 listed attacks, ` +
    `seed ${config.seed} → ${folder}`
  );
}

/** Converts tables into the interim store. @returns the words for its line */
export async function convertData(
  place: PathsConfig,
  tables: readonly TableSource[],
  { progress, signal }: Listeners,
): Promise<string> {
  const store = interimStore(place);
  if (await isUpToDate({ store, tables })) return `${store} is up to date`;
  const converted = await convertTables({ store, tables }, { progress, signal });
  const rows = converted.reduce((sum, table) => sum + table.rows, 0);
  return `${converted.length} tables, ${rows.toLocaleString('en')} rows → ${store}`;
}

/** What preparing came to; no tables where nothing had to be done. */
export interface PreparedData {
  readonly words: string;
  readonly tables: readonly PreparedTable[];
}

/** Cleans the interim store into the processed one. */
export async function prepareData(
  place: PathsConfig,
  config: PrepareConfig,
  { progress, signal }: Listeners = {},
): Promise<PreparedData> {
  const preparation = { interim: interimStore(place), processed: processedStore(place), config };
  const { processed } = preparation;
  if (await isPrepared(preparation)) return { words: `${processed} is up to date`, tables: [] };
  const tables = await prepareStore(preparation, { progress, signal });
  const repairs = tables.flatMap((table) => table.repairs).reduce((sum, r) => sum + r.count, 0);
  const words = `${repairs.toLocaleString('en')} repairs and findings → ${processed}`;
  return { words, tables };
}

/** Each repair in a line of its own. */
export function repairLines(tables: readonly PreparedTable[]): string[] {
  return tables.flatMap(({ source, rows, repairs }) => [
    `${source}: ${rows.toLocaleString('en')} rows`,
    ...repairs.map((repair) => `  ${describeRepair(repair)}`),
  ]);
}
