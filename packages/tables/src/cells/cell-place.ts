/** The position of a cell, for messages. */
export interface CellPlace {
  readonly source: string;
  /** Row number in the file, counted from 1. */
  readonly row: number;
  readonly column: string;
}
