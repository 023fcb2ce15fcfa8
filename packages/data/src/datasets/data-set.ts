/** Description of a public data set: its origin, files and recordings. */
import type { Attack, TimeSeriesFrame } from '@anodec/core';
import type { Repair } from '../repair-log.js';

/** A file of a data set. */
export interface DataSetFile {
  /** Below the folder of the data set. */
  readonly path: string;
  /** SHA-256 of the file as published; absent where copies differ or none is available. */
  readonly sha256?: string;
  /** Layout of a table; absent for other files. */
  readonly layout?: FileLayout;
  /** Whether recordings can be read without it. */
  readonly optional?: boolean;
}

/** Layout of a table, as its beginning shows it. */
export interface FileLayout {
  /** Names of the columns without surrounding blanks; absent where only their number is known. */
  readonly columns?: readonly string[];
  readonly columnCount?: number;
  readonly headerRow?: number;
  readonly header?: boolean;
}

/** The recordings of one machine, or of one series. */
export interface EntityRecordings {
  readonly entity: string;
  /** Of normal operation. */
  readonly normal: readonly TimeSeriesFrame[];
  /** The test recording, with labels. */
  readonly attack: TimeSeriesFrame;
  /** Known anomalies, in the clock of `attack`. */
  readonly attacks: readonly Attack[];
  /** Repairs made while reading. */
  readonly repairs: readonly Repair[];
}

/** Options of reading. */
export interface EntityOptions {
  readonly signal?: AbortSignal;
}

/** One machine or series of a data set. */
export interface Entity {
  /** Files that its recordings need. */
  readonly files: readonly string[];
  /** @throws DataError when a file is missing or is not laid out as published */
  readonly read: (folder: string, options?: EntityOptions) => Promise<EntityRecordings>;
}

/** A data set. */
export interface DataSet {
  readonly title: string;
  /** One sentence: what was recorded. */
  readonly about: string;
  readonly licence: string;
  /** Where it is published, and what to cite. */
  readonly source: string;
  /** Steps to get and use it. */
  readonly steps: readonly string[];
  readonly files: readonly DataSetFile[];
  /** By name; none where recordings are prepared by other commands, which the steps name. */
  readonly entities: Readonly<Record<string, Entity>>;
}
