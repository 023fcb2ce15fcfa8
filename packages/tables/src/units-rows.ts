/**
 * Finds rows of units and descriptions below the names of a table, as historians, loggers and
 * workbooks write them.
 */
import { TIME_READERS } from './cells/timestamps.js';

/** Kind of a cell, as far as it matters here. */
export type CellSort = 'number' | 'time' | 'text' | 'missing';

/** Rows of units there may be, and rows below them that are compared with. */
const MOST = 3;
const COMPARED = 50;

/**
 * How many of the first rows hold texts, and no number, in all columns where the rows below hold
 * numbers, and no time where those hold times.
 *
 * @param rows how many rows there are
 * @param columns how many columns
 * @param sortAt the kind of the cell in a row and a column
 */
export function countUnitsRows(
  rows: number,
  columns: number,
  sortAt: (row: number, column: number) => CellSort,
): number {
  for (let n = Math.min(MOST, rows - 2); n > 0; n--) {
    const below = Array.from({ length: columns }, (_, c) => mainSort(rows, n, c, sortAt));
    const isUnits = (row: number): boolean => {
      const sorts = below.map((_, c) => sortAt(row, c));
      const fits = sorts.every(
        (sort, c) => sort !== below[c] || sort === 'text' || sort === 'missing',
      );
      return fits && sorts.some((sort, c) => sort === 'text' && below[c] === 'number');
    };
    if (Array.from({ length: n }, (_, row) => row).every(isUnits)) return n;
  }
  return 0;
}

/** The kind of most cells of a column below the first `n` rows; number where it is a draw. */
function mainSort(
  rows: number,
  n: number,
  column: number,
  sortAt: (row: number, column: number) => CellSort,
): CellSort {
  const counts = { number: 0, time: 0, text: 0, missing: 0 };
  for (let row = n; row < Math.min(rows, n + COMPARED); row++) counts[sortAt(row, column)]++;
  const { number, time, text } = counts;
  if (number + time + text === 0) return 'missing';
  if (number >= Math.max(time, text)) return 'number';
  return time >= text ? 'time' : 'text';
}

/** The kind of a text that is no number. */
export function sortOfText(text: string): 'time' | 'text' {
  return TIME_READERS.some((parse) => !Number.isNaN(parse(text))) ? 'time' : 'text';
}

/** A sentence about skipped rows. */
export function unitsNote(source: string, first: number, count: number): string {
  const rows = count === 1 ? `row ${first}` : `rows ${first} to ${first + count - 1}`;
  return (
    `${rows} of ${source} ${count === 1 ? 'holds' : 'hold'} units or descriptions and ` +
    `${count === 1 ? 'was' : 'were'} left out; \`skipRows: 0\` reads ${count === 1 ? 'it' : 'them'}`
  );
}
