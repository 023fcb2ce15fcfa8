/** Prepared data sets, and the built-in plant, for a notebook. */
import { join } from 'node:path';
import { type Attack, type Listeners, parseConfig, type TimeSeriesFrame } from '@anodec/core';
import { PrepareConfig } from '@anodec/data';
import {
  type ColumnTable,
  type CompareOptions,
  compareTables,
  readColumns,
  type TableComparison,
} from '@anodec/explore';
import {
  convertData,
  interimStore,
  openDataStore,
  openRun,
  PathsConfig,
  prepareData,
  processedStore,
  simulateIfMissing,
  SourceConfig,
  tablesOf,
  type TrainedRun,
} from '@anodec/pipeline';
import { openStore, openStoredTable, readAttacks, type Store } from '@anodec/tables';
import { liveProgress } from './progress.js';

/** The recordings of a prepared data set, and its attacks. */
export interface DataSet {
  readonly normal: readonly TimeSeriesFrame[];
  readonly test: readonly TimeSeriesFrame[];
  /** Attacks of the list, those apart that it gives no end; none where there is no list. */
  readonly attacks: readonly Attack[];
}

/**
 * Simulates the built-in water plant, unless that is done, and prepares its recordings.
 *
 * @param folder holds or gets the folders `data` and `lightning_logs`
 * @returns the group `paths` of the settings of a training
 */
export async function preparePlant(
  folder = '.',
  listeners: Listeners = { progress: liveProgress() },
): Promise<PathsConfig> {
  const paths = PathsConfig.parse({
    dataRoot: join(folder, 'data'),
    logs: join(folder, 'lightning_logs'),
  });
  await simulateIfMissing(paths, listeners);
  await convertData(paths, tablesOf(paths, parseConfig(SourceConfig, {})), listeners);
  await prepareData(paths, parseConfig(PrepareConfig, {}), listeners);
  return paths;
}

/** Reads the recordings of a prepared data set. @throws DataError when it is not there */
export async function readDataSet(given: Partial<PathsConfig>): Promise<DataSet> {
  const paths = parseConfig(PathsConfig, given);
  const store = await openDataStore(processedStore(paths));
  try {
    const frames = (key: string) =>
      store.keys
        .filter((name) => new RegExp(`^${key}(_\\d+)?$`).test(name))
        .map((name) => store.readFrame(name));
    return { normal: frames('df_norm'), test: frames('df_att'), attacks: listedAttacks(store) };
  } finally {
    store.close();
  }
}

/**
 * Opens a run, also one that was trained from another folder, with its data where `paths` says.
 *
 * @param which a number, `last`, or the path of a run directory
 * @throws DataError when there is no such run
 */
export async function openRunOn(paths: PathsConfig, which: number | string): Promise<TrainedRun> {
  const trained = await openRun(which, { logs: paths.logs });
  return { ...trained, settings: { ...trained.settings, paths } };
}

/** A table as it was converted, such as `df_phys_norm_v0`, for `inspectColumns` and `profileColumns`. */
export async function readConverted(
  given: Partial<PathsConfig>,
  key: string,
): Promise<ColumnTable> {
  return withConverted(given, (store) => readColumns(openStoredTable(store, key).table));
}

/** Two tables as they were converted, compared cell by cell; see `compareTables`. */
export async function compareConverted(
  given: Partial<PathsConfig>,
  [a, b]: readonly [string, string],
  options?: CompareOptions,
): Promise<TableComparison> {
  return withConverted(given, (store) =>
    compareTables(openStoredTable(store, a).table, openStoredTable(store, b).table, options),
  );
}

async function withConverted<R>(
  given: Partial<PathsConfig>,
  use: (store: Store) => Promise<R>,
): Promise<R> {
  const store = await openStore(interimStore(parseConfig(PathsConfig, given)));
  try {
    return await use(store);
  } finally {
    store.close();
  }
}

function listedAttacks(store: Store): readonly Attack[] {
  return [...readAttacks(store).attacks].sort((a, b) => a.start - b.start);
}
