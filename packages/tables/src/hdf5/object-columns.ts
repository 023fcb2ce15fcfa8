/** Columns of Python objects as columns of a table: numbers, times or texts. */
import { DataError, formatTime } from '@anodec/core';
import type { NumberBlock, TextBlock } from './column-blocks.js';
import { ObjectArray, type PickledCell, readPickle } from './pickle.js';

/** Below this a date is a time of day alone. */
const DAY_ONE = Date.UTC(1899, 11, 31);

/**
 * The columns of a pickled block.
 *
 * A column whose cells are all numbers, or all dates, stays so; any other is of texts. None and NaN
 * are missing: NaN among numbers, '' among texts.
 *
 * @param items the names of the columns
 * @throws DataError when the pickle is damaged, holds something else, or does not fit the names
 */
export function readObjectColumns(
  pickle: Uint8Array,
  items: readonly string[],
  source: string,
): readonly (NumberBlock | TextBlock)[] {
  const array = readPickle(pickle, source);
  const I = items.length;
  if (!(array instanceof ObjectArray) || array.cells.length % I !== 0 || !fits(array, I)) {
    throw new DataError(`${source} must be an array of ${I} columns, got something else.`);
  }
  return items.map((name, i) =>
    columnOf(
      name,
      array.cells.filter((_, n) => n % I === i),
    ),
  );
}

/** Rows by columns, or rows alone where there is one column. */
function fits({ shape, cells }: ObjectArray, items: number): boolean {
  const [rows, width = 1, ...more] = shape;
  return rows * width === cells.length && width === items && more.length === 0;
}

function columnOf(name: string, cells: readonly PickledCell[]): NumberBlock | TextBlock {
  const filled = cells.filter((cell) => !isMissing(cell));
  const numeric = filled.every((cell) => typeof cell === 'number' || typeof cell === 'boolean');
  const dated = filled.every((cell) => cell instanceof Date && cell.getTime() >= DAY_ONE);
  if (filled.length === 0 || !(numeric || dated)) {
    const texts = cells.map(textOf);
    return { column: { name, kind: 'text' }, texts: (start, end) => texts.slice(start, end) };
  }
  const numbers = Float64Array.from(cells, (cell) => (isMissing(cell) ? NaN : Number(cell)));
  return {
    columns: [{ name, kind: numeric ? 'number' : 'time' }],
    numbers: (start, end) => numbers.slice(start, end),
  };
}

function isMissing(cell: PickledCell): boolean {
  return cell === null || Number.isNaN(cell);
}

function textOf(cell: PickledCell): string {
  if (isMissing(cell)) return '';
  if (!(cell instanceof Date)) return String(cell);
  const time = cell.getTime();
  return time < DAY_ONE ? formatTime(time).slice(11) : formatTime(time);
}
