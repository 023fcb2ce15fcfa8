/**
 * The interface between readers of the cells of a sheet and their consumers.
 *
 * Cells are passed on one by one and not as rows of objects, since a sheet of SWaT has 26 million.
 */

/** Receives the cells of a sheet, row by row from the top. Columns are counted from 0. */
export interface CellSink {
  /** @param row its number in the file, counted from 1 */
  beginRow(row: number): void;
  number(column: number, value: number): void;
  /** A number shown as a date or time, in milliseconds since 1970 as if written in UTC. */
  time(column: number, milliseconds: number): void;
  text(column: number, text: string): void;
  flag(column: number, value: boolean): void;
  /** A cell without a usable value. @param what a description such as `the error #REF!` */
  fault(column: number, what: string): void;
  endRow(): void;
}

/** A sheet whose cells can be read once. */
export interface SheetSource {
  /** The size of the sheet in bytes, for the progress; 0 when unknown. */
  readonly totalBytes: number;
  /** Passes the cells to the sink; yields now and then how many bytes are done. */
  scan(sink: CellSink): AsyncGenerator<number>;
  close(): Promise<void>;
}
