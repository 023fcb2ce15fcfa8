/** The row labels of a stored DataFrame as columns of a table. */
import { DataError } from '@anodec/core';
import type { NumberBlock } from './column-blocks.js';
import type { H5Attributes } from './h5-file.js';
import { meaningOf, toNumbers } from './pandas-cells.js';

/** Column of seconds since the start: the unit in its name rules out that it counts rows. */
export const ELAPSED_COLUMN = 'time [s]';

/** Row labels as they are stored. */
export interface StoredIndex {
  readonly where: string;
  /** Such as `datetime64[ns]` or `integer`. */
  readonly kind: string;
  readonly name: string | undefined;
  readonly rows: number;
  readonly read: (start: number, end: number) => ArrayLike<number | bigint>;
  /** The clock of a frame of this program. */
  readonly clock?: H5Attributes[string];
}

/** Name of the time of rows where the store has none. */
const TIME_COLUMN = 'Timestamp';

/**
 * A column for the labels, or none where they only count the rows from 0 on.
 *
 * Frames of this program without dates keep the time since the beginning in milliseconds; the column is in
 * seconds, as tables have it.
 *
 * @throws DataError when the labels are texts
 */
export function indexColumns(index: StoredIndex): readonly NumberBlock[] {
  const { where, kind, name, rows, read, clock } = index;
  if (kind.startsWith('datetime64')) {
    const meaning = meaningOf(kind, where);
    const column = { name: name ?? TIME_COLUMN, kind: 'time' } as const;
    return [{ columns: [column], numbers: (a, b) => toNumbers(read(a, b), meaning, where) }];
  }
  if (kind !== 'integer' && kind !== 'float') {
    throw new DataError(
      `${where} must be numbers or times, got ${kind}. ` +
        'Call reset_index() in pandas before storing.',
    );
  }
  const number = { kind: 'number' } as const;
  const values = (a: number, b: number) => toNumbers(read(a, b), number, where);
  if (clock === 'elapsed') {
    const seconds = (a: number, b: number) =>
      Float64Array.from(values(a, b), (time) => time / 1000);
    return [{ columns: [{ name: ELAPSED_COLUMN, ...number }], numbers: seconds }];
  }
  if ((clock === 'rows' || name === undefined) && counts(values, rows)) return [];
  return [{ columns: [{ name: name ?? 'index', ...number }], numbers: values }];
}

/** Whether the labels are 0, 1, 2 and so on. */
function counts(values: NumberBlock['numbers'], rows: number): boolean {
  const PIECE = 1 << 16;
  for (let start = 0; start < rows; start += PIECE) {
    const piece = values(start, Math.min(rows, start + PIECE));
    if (!piece.every((value, r) => value === start + r)) return false;
  }
  return true;
}
