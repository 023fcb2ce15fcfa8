/** Where a cell is, for messages. */
export interface CellPlace {
  readonly source: string;
  /** As the user counts it in the file. */
  readonly row: number;
  readonly column: string;
}
