/** The interface of writers of table files. */
import type { TableColumn } from '../table.js';
import type { ColumnBatch } from '../columnar/column-batch.js';

/** A table to be written to a file. */
export interface OutgoingTable {
  readonly columns: readonly TableColumn[];
  /** Kept with the file where its format can hold it. */
  readonly notes: Readonly<Record<string, string>>;
  /** Can be read once. */
  readonly batches: AsyncIterable<ColumnBatch>;
}

/** Writes a whole file, which becomes visible when it is complete. */
export type WriteTableFile = (path: string, table: OutgoingTable) => Promise<void>;

/** The note of a column's legend, where the format cannot keep it with the column. */
export function legendNote(column: string): string {
  return `legend:${column}`;
}
