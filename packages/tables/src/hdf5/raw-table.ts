/**
 * Raw tables in the interim store: what the source held, unchanged, a piece at a time.
 *
 * Numbers and times lie in one float64 dataset (R, K). A text column is a dataset of fixed-width
 * texts; a cell that is too long for it begins a further part, so that no text is ever cut and no
 * column has to be read ahead. Rows that the source skipped are kept as breaks in its row numbers.
 */
import { createPause, DataError } from '@anodec/core';
import type { ColumnKind, TableChunk, TableColumn, TableReader } from '../table.js';
import { isAscii, textBytes, type H5File } from './h5-file.js';
import { chunkRows } from './row-blocks.js';

/** Rows that go to the file together. */
const BLOCK_ROWS = 4096;
/** Spare bytes of a text cell: "9:59:59" is followed by "10:00:00". */
const SPARE_BYTES = 8;

/** Takes the rows of one table. */
export interface TableWriter {
  add(chunk: TableChunk): void;
  /** Writes what is left. @returns the number of rows */
  finish(): number;
}

/** Begins a table below a group that does not exist yet. */
export function createTableWriter(
  file: H5File,
  group: string,
  { source, columns, notes = [] }: Pick<TableReader, 'source' | 'columns' | 'notes'>,
): TableWriter {
  file.createGroup(group);
  file.createDataset(
    `${group}/columns`,
    columns.map(({ name }) => checkText(name, source)),
  );
  file.createDataset(
    `${group}/kinds`,
    columns.map(({ kind }) => kind),
  );
  if (notes.length > 0) {
    file.createDataset(
      `${group}/notes`,
      notes.map((note) => checkText(note, source)),
    );
  }
  const block = createBlock(columns);
  const numbers = createNumberColumn(file, group, block.K);
  const texts = block.texts.map((_, j) => createTextColumn(file, `${group}/text${j}`, source));
  const breaks: number[] = [];
  let total = 0;
  let expected = NaN;
  const flush = (): void => {
    if (block.rows === 0) return;
    numbers(block.numbers.subarray(0, block.rows * block.K));
    for (const [j, write] of texts.entries()) write(block.texts[j]);
    block.clear();
  };
  return {
    add(chunk) {
      if (chunk.rows > 0 && chunk.firstRow !== expected) breaks.push(total, chunk.firstRow);
      expected = chunk.firstRow + chunk.rows;
      total += chunk.rows;
      for (let from = 0; from < chunk.rows; ) {
        from += block.take(chunk, from);
        if (block.rows === BLOCK_ROWS) flush();
      }
    },
    finish() {
      flush();
      file.createDataset(`${group}/breaks`, Float64Array.from(breaks), { columns: 2 });
      file.setAttributes(group, { layout: 'table', source, rows: total });
      return total;
    },
  };
}

/** Collects rows of chunks of any size until there are enough to write. */
function createBlock(columns: readonly TableColumn[]) {
  const textCount = columns.filter(({ kind }) => kind === 'text').length;
  const K = columns.length - textCount;
  const numbers = new Float64Array(BLOCK_ROWS * K);
  const texts: string[][] = Array.from({ length: textCount }, () => []);
  const block = {
    K,
    numbers,
    texts,
    rows: 0,
    /** Takes as many rows as fit and says how many. */
    take(chunk: TableChunk, from: number): number {
      const count = Math.min(BLOCK_ROWS - block.rows, chunk.rows - from);
      numbers.set(chunk.numbers.subarray(from * K, (from + count) * K), block.rows * K);
      for (const [j, cells] of texts.entries()) {
        for (let r = from; r < from + count; r++) cells.push(chunk.texts[j][r]);
      }
      block.rows += count;
      return count;
    },
    clear(): void {
      block.rows = 0;
      for (const cells of texts) cells.length = 0;
    },
  };
  return block;
}

function createNumberColumn(file: H5File, group: string, K: number) {
  const path = `${group}/numbers`;
  let begun = false;
  return (values: Float64Array): void => {
    if (K === 0) return;
    if (begun) file.appendRows(path, values);
    else
      file.createDataset(path, values, { columns: K, chunkRows: chunkRows(8 * K), growable: true });
    begun = true;
  };
}

function createTextColumn(file: H5File, path: string, source: string) {
  let parts = 0;
  let bytes = 0;
  let ascii = true;
  const part = (p: number): string => `${path}_part${p}`;
  return (cells: readonly string[]): void => {
    for (const cell of cells) checkText(cell, source);
    const fits = textBytes(cells) <= bytes && (!ascii || cells.every(isAscii));
    if (parts > 0 && fits) return file.appendRows(part(parts - 1), cells);
    bytes = textBytes(cells) + SPARE_BYTES;
    ascii = cells.every(isAscii);
    const rows = chunkRows(bytes + 1);
    file.createDataset(part(parts), cells, { textBytes: bytes, chunkRows: rows, growable: true });
    parts++;
    return undefined;
  };
}

/** A zero byte would end the text early when it is read. */
function checkText(text: string, source: string): string {
  if (!text.includes('\0')) return text;
  throw new DataError(
    `Texts in ${source} must have no zero bytes, got ${JSON.stringify(text)}. Is it a text file?`,
  );
}

/**
 * Reads a table that a writer finished.
 *
 * @throws DataError when the group holds something else
 */
export function readTableGroup(file: H5File, group: string): TableReader {
  const { layout, source, rows } = file.attributes(group);
  if (layout !== 'table') {
    throw new DataError(
      `${group.slice(1)} in ${file.path} must be a raw table, got something else. Convert again.`,
    );
  }
  const names = readTexts(file, `${group}/columns`);
  const kinds = readTexts(file, `${group}/kinds`) as readonly ColumnKind[];
  const columns = names.map((name, k) => ({ name, kind: kinds[k] }));
  const noted = file.children(group).includes('notes');
  return {
    source: String(source),
    columns,
    ...(noted && { notes: readTexts(file, `${group}/notes`) }),
    async *chunks() {
      const pause = createPause(); // HDF5 is read synchronously
      for (const chunk of readChunks(file, group, columns, Number(rows))) {
        await pause();
        yield chunk;
      }
    },
    close: () => Promise.resolve(),
  };
}

function* readChunks(
  file: H5File,
  group: string,
  columns: readonly TableColumn[],
  rows: number,
): Generator<TableChunk> {
  const textColumns = columns.filter(({ kind }) => kind === 'text').map((_, j) => j);
  const read = textColumns.map((j) => openTextColumn(file, group, `text${j}_part`));
  const hasNumbers = textColumns.length < columns.length;
  for (const { start, end, firstRow } of splitAtBreaks(file, group, rows)) {
    yield {
      firstRow,
      rows: end - start,
      numbers: hasNumbers
        ? (file.readRows(`${group}/numbers`, start, end) as Float64Array)
        : new Float64Array(0),
      texts: read.map((readText) => readText(start, end)),
    };
  }
}

/** Blocks of rows that were consecutive in the source, with the row number of the first. */
function* splitAtBreaks(file: H5File, group: string, rows: number) {
  const path = `${group}/breaks`;
  const breaks = file.readRows(path, 0, file.shape(path)[0]) as Float64Array;
  for (let b = 0; b < breaks.length; b += 2) {
    const stop = breaks[b + 2] ?? rows;
    for (let start = breaks[b]; start < stop; ) {
      // ends where a stored block ends, so that no block is read twice
      const end = Math.min(stop, (Math.floor(start / BLOCK_ROWS) + 1) * BLOCK_ROWS);
      yield { start, end, firstRow: breaks[b + 1] + start - breaks[b] };
      start = end;
    }
  }
}

/** A column of texts over all its parts. */
function openTextColumn(file: H5File, group: string, prefix: string) {
  const count = file.children(group).filter((name) => name.startsWith(prefix)).length;
  let first = 0;
  const parts = Array.from({ length: count }, (_, p) => {
    const path = `${group}/${prefix}${p}`;
    const start = first;
    first += file.shape(path)[0];
    return { path, start, end: first };
  });
  return (start: number, end: number): readonly string[] =>
    parts
      .filter((part) => part.start < end && start < part.end)
      .flatMap((part) => {
        const from = Math.max(start, part.start) - part.start;
        const to = Math.min(end, part.end) - part.start;
        return file.readRows(part.path, from, to) as string[];
      });
}

function readTexts(file: H5File, path: string): readonly string[] {
  return file.readRows(path, 0, file.shape(path)[0]) as readonly string[];
}
