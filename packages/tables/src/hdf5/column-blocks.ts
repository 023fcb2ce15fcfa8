/** A table put together from blocks of columns that lie apart in a file, a piece at a time. */
import { createPause, DataError } from '@anodec/core';
import type { PlainNumbers } from './pandas-cells.js';
import type { TableChunk, TableColumn, TableReader } from '../table.js';

/** Rows of a piece: some megabytes of readings. */
const PIECE_ROWS = 8192;
/** Rows that are rearranged together: they stay in a processor's cache while column after column passes. */
const TILE_ROWS = 256;

/** Columns of numbers and times that are read together. */
export interface NumberBlock {
  readonly columns: readonly TableColumn[];
  /** Rows `start` up to, not including, `end`: (R, columns). */
  readonly numbers: (start: number, end: number) => PlainNumbers;
}

/** A column of texts. */
export interface TextBlock {
  readonly column: TableColumn;
  readonly texts: (start: number, end: number) => readonly string[];
}

/** The parts of a table. */
export interface BlockTable {
  /** The name of the table in messages. */
  readonly source: string;
  readonly rows: number;
  readonly blocks: readonly (NumberBlock | TextBlock)[];
  /** The names of all columns in the order that they are to have; by default that of the blocks. */
  readonly order?: readonly string[];
}

/** A table whose pieces can also be read at once, without waiting. */
export interface BlockTableReader extends TableReader {
  readonly rows: number;
  pieces(): Iterable<TableChunk>;
}

/** Where the cells of a numeric column come from. */
interface Place {
  readonly block: number;
  readonly item: number;
}

/** @throws DataError when two columns have one name, or the order names a column that is not there */
export function createBlockTable({ source, rows, blocks, order }: BlockTable): BlockTableReader {
  const numeric = blocks.filter((block) => 'numbers' in block);
  const textual = blocks.filter((block) => 'texts' in block);
  const places = new Map<string, Place>();
  for (const [b, block] of numeric.entries()) {
    for (const [i, { name }] of block.columns.entries()) places.set(name, { block: b, item: i });
  }
  const columns = orderColumns(source, blocks, order);
  const texts = columns.flatMap(
    ({ name }) => textual.find(({ column }) => column.name === name) ?? [],
  );
  const numbers = columns.flatMap(({ name }) => places.get(name) ?? []);
  function* pieces(): Generator<TableChunk> {
    for (let start = 0; start < rows; start += PIECE_ROWS) {
      const end = Math.min(rows, start + PIECE_ROWS);
      const read = numeric.map((block) => block.numbers(start, end));
      const widths = numeric.map((block) => block.columns.length);
      yield {
        firstRow: start + 1,
        rows: end - start,
        numbers: interleave(numbers, read, widths, end - start),
        texts: texts.map((block) => block.texts(start, end)),
      };
    }
  }
  return {
    source,
    rows,
    columns,
    pieces,
    async *chunks() {
      const pause = createPause(); // HDF5 is read synchronously
      for (const piece of pieces()) {
        await pause();
        yield piece;
      }
    },
    close: () => Promise.resolve(),
  };
}

function orderColumns(
  source: string,
  blocks: BlockTable['blocks'],
  order: readonly string[] | undefined,
): readonly TableColumn[] {
  const all = blocks.flatMap((block) => ('columns' in block ? block.columns : [block.column]));
  const names = order ?? all.map(({ name }) => name);
  const twice = all.find(({ name }, i) => all.findIndex((column) => column.name === name) !== i);
  const columns = names.flatMap((name) => all.find((column) => column.name === name) ?? []);
  if (!twice && columns.length === all.length && columns.length === names.length) return columns;
  throw new DataError(
    twice
      ? `The columns of ${source} must have different names, got ${twice.name} twice.`
      : `${source} must hold all columns that it lists, got ${all.length} of ${names.length}.`,
  );
}

/** Rows that hold the columns of all blocks in the order of the table. */
function interleave(
  places: readonly Place[],
  pieces: readonly PlainNumbers[],
  widths: readonly number[],
  rows: number,
): Float64Array {
  const K = places.length;
  const numbers = new Float64Array(rows * K);
  for (let start = 0; start < rows; start += TILE_ROWS) {
    const end = Math.min(rows, start + TILE_ROWS);
    for (const [k, { block, item }] of places.entries()) {
      const piece = pieces[block];
      const width = widths[block];
      for (let r = start; r < end; r++) numbers[r * K + k] = piece[r * width + item];
    }
  }
  return numbers;
}
