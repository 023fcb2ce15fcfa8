/** Tables of any format whose cells with a word for a missing value are empty. */
import type { TableChunk, TableReader } from './table.js';
import { type CellWords, createCellWords } from './cells/cell-words.js';

/**
 * The same table, in which numbers and texts that are one of `words` are missing; `-9999` also stands
 * for the number however it is written.
 */
export function withMissingWords(table: TableReader, words: readonly string[]): TableReader {
  if (words.length === 0) return table;
  const own = createCellWords({ missingWords: words });
  const { columns } = table;
  const isTime = columns.filter(({ kind }) => kind !== 'text').map(({ kind }) => kind === 'time');
  return {
    source: table.source,
    columns,
    ...(table.notes && { notes: table.notes }),
    async *chunks() {
      for await (const chunk of table.chunks()) yield emptied(chunk, isTime, own);
    },
    close: () => table.close(),
  };
}

function emptied(chunk: TableChunk, isTime: readonly boolean[], words: CellWords): TableChunk {
  const K = isTime.length;
  const isEmpty = (value: number, i: number) => !isTime[i % K] && words.missingNumbers.has(value);
  return {
    ...chunk,
    numbers: chunk.numbers.map((value, i) => (isEmpty(value, i) ? NaN : value)),
    texts: chunk.texts.map((cells) => cells.map((cell) => (words.isMissing(cell) ? '' : cell))),
  };
}
