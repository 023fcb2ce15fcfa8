/** A stored table row by row, for small lists whose columns mix numbers, dates and texts. */
import type { TableChunk, TableColumn, TableReader } from '@anodec/tables';
import type { ListCell } from '../swat/attack-list.js';

/** A row of a list. */
export interface CellRow {
  readonly cells: readonly ListCell[];
  /** In the file, counted from 1. */
  readonly row: number;
}

/** Reads all rows of a table; an empty cell is null. */
export async function readCellRows(table: TableReader): Promise<CellRow[]> {
  const rows: CellRow[] = [];
  for await (const chunk of table.chunks()) {
    for (let r = 0; r < chunk.rows; r++) {
      rows.push({ cells: cellsOf(table.columns, chunk, r), row: chunk.firstRow + r });
    }
  }
  return rows;
}

function cellsOf(columns: readonly TableColumn[], chunk: TableChunk, r: number): ListCell[] {
  const K = columns.filter(({ kind }) => kind !== 'text').length;
  let number = 0;
  let text = 0;
  return columns.map(({ kind }): ListCell => {
    if (kind === 'text') return chunk.texts[text++][r] || null;
    const value = chunk.numbers[r * K + number++];
    if (Number.isNaN(value)) return null;
    return kind === 'time' ? new Date(value) : value;
  });
}
