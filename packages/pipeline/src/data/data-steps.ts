/** The steps before training: simulate, convert, prepare. Each is skipped where nothing changed. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { ConfigError, DataError, type Listeners } from '@anodec/core';
import {
  type ConvertedTable,
  convertTables,
  describeReplacement,
  genericTables,
  isPrepared,
  isUpToDate,
  type PrepareConfig,
  type PreparedTable,
  prepareStore,
  replacementSentence,
  swatTables,
  type TableSource,
} from '@anodec/data';
import { listRuns } from '@anodec/runs';
import { type SimulateConfig, simulatedFiles, writeSimulation } from '@anodec/simulator';
import { checkSourceFile, localTable, parseWordValues, sourceFile } from '@anodec/tables';
import {
  datasetNameOf,
  interimFolder,
  interimStore,
  type PathsConfig,
  processedStore,
  SWAT_DATASET,
} from '../settings/paths.js';
import { checkDataStore } from './open-data-store.js';
import { SourceConfig } from './source-config.js';

/** The tables that the settings name. @throws ConfigError when one is missing */
export function tablesOf(paths: PathsConfig, source: SourceConfig): TableSource[] {
  const {
    normal,
    attack,
    labels,
    attacks,
    swat,
    replace: _,
    wordValues: words,
    ...others
  } = source;
  const wordValues = words === undefined ? undefined : parseWordValues(words);
  const reading = { ...others, wordValues };
  const given = Object.entries(reading).filter(([, value]) => value !== undefined);
  if (normal.length > 0) {
    return genericTables({
      normal,
      attack,
      labels,
      ...(attacks !== undefined && { attacks }),
      ...(given.length > 0 && { options: Object.fromEntries(given) }),
    });
  }
  if (attack.length > 0) {
    throw new ConfigError('A table of normal operation must be given with `normal`, got none.');
  }
  const foreign = given.map(([name]) => name).filter((name) => name !== 'reader');
  if (labels.length > 0) foreign.push('labels');
  if (attacks !== undefined) foreign.push('attacks');
  if (foreign.length > 0) {
    const names = foreign.map((name) => `\`${name}\``).join(', ');
    throw new ConfigError(
      `${names} must come with tables of your own, because the layout of the SWaT workbooks is known. ` +
        'Leave it out, or name tables with `normal`.',
    );
  }
  return swatTables(interimFolder(paths), swat, reading.reader);
}

/** The paths with the data set named after the tables, unless it was given a name. */
export function pathsFor(paths: PathsConfig, { normal }: SourceConfig): PathsConfig {
  if (normal.length === 0 || paths.dataset !== SWAT_DATASET) return paths;
  return { ...paths, dataset: datasetNameOf(normal[0]) };
}

/** What simulating came to. */
export interface SimulatedData {
  readonly folder: string;
  /** Settings of what was simulated; absent where the workbooks were there already. */
  readonly config?: SimulateConfig;
}

/** Simulates the plant, unless its workbooks are there. */
export async function simulateIfMissing(
  paths: PathsConfig,
  listeners: Listeners = {},
): Promise<SimulatedData> {
  const folder = interimFolder(paths);
  const files = Object.values(simulatedFiles).map((path) => join(folder, path));
  if (files.every((path) => existsSync(path))) return { folder };
  const { config } = await writeSimulation(folder, {}, listeners);
  return { folder, config };
}

/** @throws DataError where there are neither tables of one's own nor SWaT workbooks */
export function checkWorkbooks(paths: PathsConfig, { normal, swat }: SourceConfig): void {
  const folder = interimFolder(paths);
  const workbook = join(folder, swat.normalV1);
  if (normal.length > 0 || existsSync(workbook)) return;
  throw new DataError(
    `${workbook} must exist, or tables be given. Put the SWaT workbooks there, ` +
      'give your own tables with `normal` and `attack`, or simulate a plant with `simulate`.',
  );
}

/** What converting came to; no tables where the store was up to date. */
export interface ConvertedData {
  readonly store: string;
  readonly tables: readonly ConvertedTable[];
  /** What the store held before of other files, in a sentence; absent where nothing was replaced. */
  readonly replaced?: string;
}

/**
 * Converts tables into the interim store; those on an HTTP server, or on standard input, are copied first.
 *
 * @param replace allows tables of other files to be replaced where runs were trained or scored on them
 * @throws ConfigError where that is not allowed; DataError when a table cannot be read
 */
export async function convertData(
  paths: PathsConfig,
  given: readonly TableSource[],
  { replace = false, ...listeners }: Listeners & { readonly replace?: boolean } = {},
): Promise<ConvertedData> {
  const store = interimStore(paths);
  const tables: TableSource[] = [];
  for (const table of given) {
    tables.push({ ...table, path: await localTable(table.path, listeners) });
  }
  for (const { path } of tables) await checkSourceFile(sourceFile(path)); // before any of them is hashed
  if (await isUpToDate({ store, tables })) return { store, tables: [] };
  const replaced = replacementSentence(store, await describeReplacement({ store, tables }));
  if (replaced !== '' && !replace) await checkNoRuns(paths, replaced);
  const converted = await convertTables({ store, tables }, listeners);
  return { store, tables: converted, ...(replaced !== '' && { replaced }) };
}

/** @throws ConfigError when runs depend on the data set */
async function checkNoRuns({ dataset, logs }: PathsConfig, replaced: string): Promise<void> {
  const runs = (await listRuns(logs)).filter((run) => run.dataset === dataset);
  if (runs.length === 0) return;
  const versions = runs.map(({ version }) => version).join(', ');
  throw new ConfigError(
    `${replaced} Runs of data set ${dataset} in ${logs} (${versions}) could then be neither scored nor ` +
      'evaluated again. Give the new tables another name with `dataset`, or allow it with `replace`.',
  );
}

/** What preparing came to; no tables where the store was up to date. */
export interface PreparedData {
  readonly store: string;
  readonly tables: readonly PreparedTable[];
}

/**
 * Cleans the interim store into the processed one. Where the SWaT workbooks lie in the interim folder and
 * were not converted, they are converted first.
 *
 * @throws DataError when there is neither an interim store nor the workbooks
 */
export async function prepareData(
  paths: PathsConfig,
  config: PrepareConfig,
  listeners: Listeners = {},
): Promise<PreparedData> {
  const [interim, processed] = [interimStore(paths), processedStore(paths)];
  if (!existsSync(interim) && paths.dataset === SWAT_DATASET)
    await convertWorkbooks(paths, listeners);
  checkDataStore(interim);
  if (await isPrepared({ interim, processed, config })) return { store: processed, tables: [] };
  const tables = await prepareStore({ interim, processed, config }, listeners);
  return { store: processed, tables };
}

/** Converts the SWaT workbooks with the usual names, where they are there. */
async function convertWorkbooks(paths: PathsConfig, listeners: Listeners): Promise<void> {
  const source = SourceConfig.parse({});
  if (!existsSync(join(interimFolder(paths), source.swat.normalV1))) return;
  await convertData(paths, tablesOf(paths, source), listeners);
}
