/** The table of prepared messages: class, length, width, duplicate, odd. */
import { basename } from 'node:path';
import { DataError } from '@anodec/core';
import { writeFileAtomic } from '@anodec/files';
import { readCsvRows } from '@anodec/tables';
import { MESSAGE_CLASSES, type Messages } from './messages.js';

const COLUMNS = ['class', 'length', 'width', 'duplicate', 'odd'] as const;

/** Writes messages; true and false are 1 and 0. @throws DataError when the file cannot be written */
export async function writeMessages(path: string, messages: Messages): Promise<void> {
  const { kinds, lengths, widths, duplicate, odd } = messages;
  const lines = Array.from(kinds, (kind, n) =>
    [MESSAGE_CLASSES[kind], lengths[n], widths[n], duplicate[n], odd[n]].join(','),
  );
  await writeFileAtomic(path, `${[COLUMNS.join(','), ...lines].join('\n')}\n`);
}

/**
 * Reads messages. Without the columns `duplicate` and `odd` none is.
 *
 * @throws DataError that names file, row and column when the file is missing or a cell cannot be used
 */
export async function readMessages(path: string): Promise<Messages> {
  const [names = [], ...rows] = await readCsvRows(path);
  const file = basename(path);
  const columns = COLUMNS.map((name) => names.indexOf(name));
  const missing = COLUMNS.slice(0, 3).filter((_, c) => columns[c] < 0);
  if (missing.length > 0) {
    throw new DataError(
      `${file} must have the columns class, length and width, got ${names.join(', ') || 'none'}. ` +
        `Add ${missing.join(' and ')}.`,
    );
  }
  const filled = rows
    .map((cells, i) => ({ cells, row: i + 2 }))
    .filter(({ cells }) => cells.length > 0);
  const numbers = (column: number): number[] =>
    filled.map(({ cells, row }) =>
      numberIn(cells[columns[column]], `${file}, row ${row}, ${COLUMNS[column]}`),
    );
  const marks = (column: number): Uint8Array =>
    columns[column] < 0
      ? new Uint8Array(filled.length)
      : Uint8Array.from(filled, ({ cells, row }) =>
          markIn(cells[columns[column]], `${file}, row ${row}, ${COLUMNS[column]}`),
        );
  return {
    kinds: Uint8Array.from(filled, ({ cells, row }) =>
      kindIn(cells[columns[0]], `${file}, row ${row}`),
    ),
    lengths: Float64Array.from(numbers(1)),
    widths: Float64Array.from(numbers(2)),
    duplicate: marks(3),
    odd: marks(4),
  };
}

function kindIn(cell: string | null, place: string): number {
  const kind = MESSAGE_CLASSES.findIndex((name) => name === cell?.trim());
  if (kind >= 0) return kind;
  throw new DataError(
    `The class must be one of ${MESSAGE_CLASSES.join(', ')}, got "${cell ?? ''}" (${place}).`,
  );
}

function numberIn(cell: string | null, place: string): number {
  const value = Number(cell ?? NaN);
  if (Number.isFinite(value) && value >= 0) return value;
  const remedy = /^\d+,\d+$/.test(cell?.trim() ?? '')
    ? 'Write a decimal point.'
    : 'Correct the cell, or take the row out.';
  throw new DataError(
    `A size must be a number of millimetres, got "${cell ?? ''}" (${place}). ${remedy}`,
  );
}

function markIn(cell: string | null, place: string): number {
  if (/^(1|true)$/i.test(cell ?? '')) return 1;
  if (/^(0|false)$/i.test(cell ?? '')) return 0;
  throw new DataError(`A mark must be 0 or 1, got "${cell ?? ''}" (${place}).`);
}
