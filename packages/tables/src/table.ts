/**
 * Raw tables, read from a source (workbook, CSV) a piece at a time.
 *
 * The kind of a column is decided once, from its first rows, so that a table of any length passes
 * through bounded memory; a cell that breaks the kind is an error of the source, not a repair.
 */

/** Kind of the cells of a column; `time` is for real date cells, not for texts of a time. */
export type ColumnKind = 'number' | 'text' | 'time';

/** A column under its raw name, blanks and all. */
export interface TableColumn {
  readonly name: string;
  readonly kind: ColumnKind;
  /** Storage of the numbers where it is narrower than a double; writers keep it. */
  readonly stored?: 'float32' | 'int8';
  /** Meaning of the numbers, such as "0 = Normal, 1 = Attack". */
  readonly legend?: string;
}

/** Consecutive rows of a table. */
export interface TableChunk {
  /** Row number of the first row in the file, counted from 1. */
  readonly firstRow: number;
  /** R, how many rows there are. */
  readonly rows: number;
  /**
   * (R, K), row-major; K counts the columns of kind number or time, in their order. NaN is an empty
   * cell; times are milliseconds since 1970 as if written in UTC.
   */
  readonly numbers: Float64Array;
  /** For each text column, in their order, R cells; an empty cell is ''. */
  readonly texts: readonly (readonly string[])[];
}

/** A table being read. Its chunks can be read once. */
export interface TableReader {
  /** Its name in messages, such as "SWaT_Dataset_Attack_v0.xlsx". */
  readonly source: string;
  readonly columns: readonly TableColumn[];
  /** Decisions made while reading the table, such as skipped rows; a sentence each. */
  readonly notes?: readonly string[];
  chunks(): AsyncIterable<TableChunk>;
  /** Frees the file, also when the chunks were not read to the end. */
  close(): Promise<void>;
}
