/** Reads tables of sizes: rows without a size and sizes that are typing errors are left out, counted and named. */
import { basename } from 'node:path';
import { checkStopped, DataError, type Listeners, silentProgress } from '@anodec/core';
import { readCsvRows } from '@anodec/tables';
import { classIndex, type Messages } from '../messages.js';
import { readNumber } from './read-number.js';
import type { SizeSource } from './sources.js';

/** What became of the rows of a table. */
export interface ReadTable {
  readonly path: string;
  readonly source: SizeSource;
  readonly rows: number;
  /** Rows without length or width. */
  readonly incomplete: number;
  /** Rows that are too long or too wide. */
  readonly tooLarge: number;
  readonly messages: Messages;
}

/** A table and where it is. */
export interface TablePath {
  readonly source: SizeSource;
  readonly path: string;
}

const MISSING = /^(|null|nan|na|n\/a|none|-)$/i;

/**
 * Reads tables of sizes in millimetres, one after the other.
 *
 * @throws DataError that names file, row and column when a file is missing, has not the columns, or holds a cell that
 *   is no size; StoppedError on an abort
 */
export async function readSizes(
  tables: readonly TablePath[],
  { progress = silentProgress, signal }: Listeners = {},
): Promise<ReadTable[]> {
  progress.begin('Reading tables of sizes', tables.length, 'tables');
  try {
    const read: ReadTable[] = [];
    for (const table of tables) {
      checkStopped(signal, `reading ${basename(table.path)}`);
      read.push(await readTable(table));
      progress.update(read.length);
    }
    return read;
  } finally {
    progress.end();
  }
}

async function readTable({ source, path }: TablePath): Promise<ReadTable> {
  const all = await readCsvRows(path);
  const names = (all[0] ?? []).map((name) => name?.replace(/^\ufeff/, '').trim());
  const columns = [source.length, source.width].map((heading) =>
    columnOf(names, heading, basename(path)),
  );
  const [lengths, widths]: [number[], number[]] = [[], []];
  let [rows, incomplete, tooLarge] = [0, 0, 0];
  for (const [i, cells] of all.entries()) {
    if (i === 0 || cells.length === 0) continue; // names, and blank lines
    rows++;
    const [length, width] = columns.map((column) =>
      sizeIn(
        cells[column] ?? '',
        source,
        `${basename(path)}, row ${i + 1}, ${names[column] ?? ''}`,
      ),
    );
    if (Number.isNaN(length) || Number.isNaN(width)) incomplete++;
    else if (length >= (source.longest ?? Infinity) || width >= (source.widest ?? Infinity))
      tooLarge++;
    else {
      lengths.push(length);
      widths.push(width);
    }
  }
  const N = lengths.length;
  const messages: Messages = {
    kinds: new Uint8Array(N).fill(classIndex(source.kind)),
    lengths: Float64Array.from(lengths),
    widths: Float64Array.from(widths),
    duplicate: new Uint8Array(N),
    odd: new Uint8Array(N),
  };
  return { path, source, rows, incomplete, tooLarge, messages };
}

function columnOf(names: readonly (string | undefined)[], heading: string, file: string): number {
  const column = names.indexOf(heading);
  if (column >= 0) return column;
  const found = names.filter(Boolean).slice(0, 12).join(', ');
  throw new DataError(
    `${file} must have a column "${heading}", got ${found || 'no names'}. Rename the column, or give the right file.`,
  );
}

/** The size in millimetres; NaN when the cell is empty or a word for a missing value. */
function sizeIn(cell: string, { style, millimetres }: SizeSource, place: string): number {
  if (MISSING.test(cell.trim())) return NaN;
  const size = readNumber(cell, style);
  if (size > 0) return Number((size * millimetres).toFixed(6)); // 98.2 cm are 982 mm, not 982.0000000000001
  throw new DataError(
    `A size must be a number above 0, got "${cell}" (${place}). Correct the cell or empty it.`,
  );
}
