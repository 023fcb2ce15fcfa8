/**
 * A small sheet as a table, each column of the one kind that all its cells have, else of texts.
 *
 * For lists with remarks below them, whose columns hold more than one kind of cell.
 */
import { DataError, formatTime } from '@anodec/core';
import type { Cell, ColumnKind, TableColumn, TableReader } from '@anodec/tables';

/** Sheets count days from here: a time of day without a date lies on this day. */
const DAY_ZERO = Date.UTC(1899, 11, 30);

/**
 * Makes a table of the rows of a sheet; rows without a cell keep their place.
 *
 * @param source its name in messages
 * @param headerRow the row of the column names, counted from 1
 * @throws DataError when that row has no names, or nothing stands below it
 */
export function createSheetTable(
  source: string,
  rows: readonly (readonly Cell[])[],
  headerRow: number,
): TableReader {
  const header = rows[headerRow - 1] ?? [];
  const below = rows.slice(headerRow);
  const used = header.flatMap((cell, c) => (cell === null || cell === '' ? [] : [c]));
  if (used.length === 0 || below.length === 0) {
    const what = used.length === 0 ? `names in row ${headerRow}` : `rows below row ${headerRow}`;
    throw new DataError(`${source} must have ${what}, got none. Check the sheet.`);
  }
  const columns = used.map(
    (c): TableColumn => ({
      name: String(header[c]),
      kind: kindOf(below.map((row) => row[c] ?? null)),
    }),
  );
  const cellsOf = (texts: boolean) => used.filter((_, k) => (columns[k].kind === 'text') === texts);
  const numeric = cellsOf(false);
  const chunk = {
    firstRow: headerRow + 1,
    rows: below.length,
    numbers: Float64Array.from(
      below.flatMap((row) => numeric.map((c) => numberOf(row[c] ?? null))),
    ),
    texts: cellsOf(true).map((c) => below.map((row) => textOf(row[c] ?? null))),
  };
  return {
    source,
    columns,
    async *chunks() {
      yield chunk;
    },
    close: () => Promise.resolve(),
  };
}

function kindOf(cells: readonly Cell[]): ColumnKind {
  const filled = cells.filter((cell) => cell !== null);
  if (filled.length === 0) return 'text';
  if (filled.every((cell) => typeof cell === 'number')) return 'number';
  return filled.every((cell) => cell instanceof Date) ? 'time' : 'text';
}

function numberOf(cell: Cell): number {
  if (cell instanceof Date) return cell.getTime();
  return typeof cell === 'number' ? cell : NaN;
}

function textOf(cell: Cell): string {
  if (cell === null) return '';
  if (!(cell instanceof Date)) return String(cell);
  const time = cell.getTime();
  return time < DAY_ZERO + 86_400_000 ? formatTime(time).slice(11) : formatTime(time);
}
