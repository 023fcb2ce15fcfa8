/** From tables of one's own to a prepared data set, in one call. */
import { type Listeners, parseConfig } from '@anodec/core';
import { PrepareConfig } from '@anodec/data';
import { PathsConfig } from '../settings/paths.js';
import {
  convertData,
  type ConvertedData,
  pathsFor,
  prepareData,
  type PreparedData,
  tablesOf,
} from './data-steps.js';
import { SourceConfig } from './source-config.js';

/** Tables and, where the defaults do not do, how to read and clean them. */
export interface GivenTables {
  /** Tables of normal operation, each a recording: CSV, workbook, Parquet, Arrow, HDF5 … */
  readonly normal: string | readonly string[];
  /** Test tables, each a recording; without any, runs can be trained and score other tables. */
  readonly attack?: string | readonly string[];
  /** Folders, and the name of the data set; it is named after the first table unless given. */
  readonly paths?: Partial<PathsConfig>;
  /** How to read the files, and whether to replace other tables of the data set. */
  readonly source?: Partial<SourceConfig>;
  readonly prepare?: Partial<PrepareConfig>;
}

/** A prepared data set. */
export interface PreparedTables {
  /** The group `paths` of the settings of a training. */
  readonly paths: PathsConfig;
  readonly converted: ConvertedData;
  readonly prepared: PreparedData;
}

/**
 * Converts and cleans tables into a data set to train on; what is up to date is not done again.
 *
 * @throws ConfigError when a setting is not valid, or the data set holds other tables that runs depend on
 * @throws DataError when a table cannot be read, naming file, row and column
 */
export async function prepareTables(
  { normal, attack = [], paths: given = {}, source = {}, prepare = {} }: GivenTables,
  listeners: Listeners = {},
): Promise<PreparedTables> {
  const config = parseConfig(
    SourceConfig,
    { ...source, normal: listOf(normal), attack: listOf(attack) },
    'the settings of source',
  );
  const paths = pathsFor(parseConfig(PathsConfig, given, 'the settings of paths'), config);
  const cleaning = parseConfig(PrepareConfig, prepare, 'the settings of prepare');
  const options = { ...listeners, replace: config.replace };
  const converted = await convertData(paths, tablesOf(paths, config), options);
  return { paths, converted, prepared: await prepareData(paths, cleaning, listeners) };
}

function listOf(paths: string | readonly string[]): readonly string[] {
  return typeof paths === 'string' ? [paths] : paths;
}
