/** The first rows of a table as text. */
import { formatTime } from '@anodec/core';
import type { TableChunk, TableColumn, TableReader } from '@anodec/tables';

/** The first rows of a table. */
export interface TableHead {
  readonly source: string;
  readonly columns: readonly string[];
  /** Cells of each row as text; an empty cell is ''. */
  readonly rows: readonly (readonly string[])[];
}

/** Reads the first rows of a table and closes it. @throws DataError when it cannot be read */
export async function readHead(table: TableReader, rows: number): Promise<TableHead> {
  const { source, columns } = table;
  const head: string[][] = [];
  try {
    for await (const chunk of table.chunks()) {
      for (let r = 0; r < chunk.rows && head.length < rows; r++)
        head.push(rowOf(columns, chunk, r));
      if (head.length >= rows) break;
    }
  } finally {
    await table.close();
  }
  return { source, columns: columns.map(({ name }) => name.trim()), rows: head };
}

function rowOf(
  columns: readonly TableColumn[],
  { numbers, texts }: TableChunk,
  r: number,
): string[] {
  const K = columns.filter(({ kind }) => kind !== 'text').length;
  let [number, text] = [r * K, 0];
  return columns.map(({ kind }) => {
    if (kind === 'text') return texts[text++][r];
    const value = numbers[number++];
    if (Number.isNaN(value)) return '';
    return kind === 'time' ? formatTime(value) : String(value);
  });
}
