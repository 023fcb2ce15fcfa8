/** A data set of a benchmark: normal rows to learn from and labelled rows to be tested on. */
import type { Attack, TimeSeriesFrame } from '@anodec/core';
import type { TableOptions } from '@anodec/tables';
import type { PrepareConfig } from '../../prepare/config.js';
import type { EntityOptions } from '../data-set.js';

/** A labelled recording. */
export interface SeriesTest {
  /** File that it came from. */
  readonly source: string;
  /** With labels. */
  readonly frame: TimeSeriesFrame;
  /** The anomalies with their causes; absent where the labels are all that is known. */
  readonly attacks?: readonly Attack[];
}

/** The recordings of a series. */
export interface SeriesRecordings {
  /** Of normal operation, with the file that each came from. */
  readonly normal: readonly {
    readonly source: string;
    readonly frame: TimeSeriesFrame;
  }[];
  readonly tests: readonly SeriesTest[];
}

/** A series that was found in a folder; nothing of it is read yet. */
export interface Series {
  /** Unique within the folder, such as "asd/omi-2". */
  readonly name: string;
  /** The folder it lies in, over which results are averaged. */
  readonly group: string;
  /** How its files were understood, one sentence. */
  readonly about: string;
  /** @throws DataError when a file is missing or is not laid out as its rule says */
  read(options?: SeriesOptions): Promise<SeriesRecordings>;
}

/** What is read, and until when. */
export interface SeriesOptions extends EntityOptions {
  /** `normal`: test recordings are not wanted, and files that hold nothing else may be absent. */
  readonly part?: 'normal';
}

/** Settings of reading that a folder cannot tell. */
export interface SeriesSettings {
  /** Time between rows of tables without times, such as 300s; absent: rows are only numbered. */
  readonly period?: string;
  /** Further settings of pairs of tables; other layouts are known. */
  readonly tables?: TableReading;
}

/** How pairs of tables are read. */
export type TableReading = Partial<Pick<PrepareConfig, 'exclude' | 'timeColumn'>> &
  Pick<TableOptions, 'missingWords' | 'wordValues'>;

/** A folder and the names of its files. */
export interface Listing {
  readonly path: string;
  /** Name of the group of its series. */
  readonly group: string;
  readonly files: readonly string[];
}

/** A rule by which series are found. */
export interface SeriesRule {
  /** Which files it takes, one sentence. */
  readonly rule: string;
  /** The series of one folder. @param all every folder that was looked into, for files they share */
  find(listing: Listing, all: readonly Listing[], settings: SeriesSettings): Series[];
}

/** The path of a file in a folder, or in the first other one that has it; undefined where none has. */
export function pathOf(
  file: string,
  here: Listing,
  all: readonly Listing[],
): { path: string; folder: Listing } | undefined {
  const folder = [here, ...all].find(({ files }) => files.includes(file));
  return folder && { path: `${folder.path}/${file}`, folder };
}
