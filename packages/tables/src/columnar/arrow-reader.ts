/** Reads Arrow files and streams (IPC, also called Feather), a record batch at a time. */
import { open } from 'node:fs/promises';
import { basename } from 'node:path';
import { checkStopped, type Progress, silentProgress } from '@anodec/core';
import { fileError } from '@anodec/files';
import type { TableColumn, TableReader } from '../table.js';
import {
  type ArrowField,
  type ArrowLibrary,
  type ArrowVector,
  loadArrow,
} from './arrow-library.js';
import { checkCells } from './arrow-cells.js';
import { checkLengths } from './arrow-lengths.js';
import { attempt } from './attempt.js';
import { type CellSource, chunkColumns, refuseType } from './column-chunks.js';

/** Progress listener and abort signal. */
export interface ColumnarOptions {
  readonly signal?: AbortSignal;
  readonly progress?: Progress;
}

/**
 * Opens an Arrow file. Rows are counted from 1. Numbers of any width, truth values, texts (also by
 * dictionary), dates and timestamps are read; the zone of a timestamp is UTC as in the file.
 *
 * @throws DataError when the file is missing, damaged, or has a column of another type
 */
export async function openArrow(path: string, options: ColumnarOptions = {}): Promise<TableReader> {
  const { signal, progress = silentProgress } = options;
  const source = basename(path);
  const arrow = await loadArrow();
  const file = await open(path).catch((error: unknown) =>
    Promise.reject(fileError(error, path, 'read')),
  );
  try {
    const uneven = await attempt(source, 'Arrow', () => checkLengths(arrow, file, source));
    const reader = await attempt(source, 'Arrow', async () => {
      const begun = await arrow.RecordBatchReader.from(file);
      const opened = await begun.open();
      if (opened.schema) return opened; // though the types promise one, an empty stream has none
      throw new Error('no list of columns');
    });
    const columns = reader.schema.fields.map((field) => arrowColumn(arrow, field, source));
    if (uneven) throw uneven;
    const { fields } = reader.schema;
    return {
      source,
      columns,
      async *chunks() {
        let firstRow = 1;
        progress.begin(`Reading ${source}`, 0, 'rows');
        try {
          for (;;) {
            checkStopped(signal, `reading ${source}`);
            const step = await attempt(source, 'Arrow', async () => reader.next());
            if (step.done) break;
            checkCells(arrow, step.value, source, firstRow);
            const cells = fields.map((_, k) => arrowCells(arrow, step.value.getChildAt(k)));
            const { numRows: rows } = step.value;
            yield* chunkColumns(source, columns, cells, { rows, firstRow });
            firstRow += rows;
            progress.update(firstRow - 1);
          }
        } finally {
          progress.end();
        }
      },
      close: () => file.close(),
    };
  } catch (error) {
    await file.close();
    throw error;
  }
}

/** @throws DataError when a table has no such columns */
export function arrowColumn(arrow: ArrowLibrary, field: ArrowField, source: string): TableColumn {
  const { DataType, Precision } = arrow;
  const { name, metadata } = field;
  const type = DataType.isDictionary(field.type) ? field.type.dictionary : field.type;
  const legend = metadata.get('legend');
  const shared = { name, ...(legend !== undefined && { legend }) };
  if (DataType.isUtf8(type) || DataType.isLargeUtf8(type) || DataType.isUtf8View(type)) {
    return { ...shared, kind: 'text' };
  }
  if (DataType.isTimestamp(type) || DataType.isDate(type)) return { ...shared, kind: 'time' };
  if (DataType.isFloat(type)) {
    const narrow = type.precision !== Precision.DOUBLE;
    return { ...shared, kind: 'number', ...(narrow && { stored: 'float32' }) };
  }
  if (DataType.isInt(type)) {
    const narrow = type.bitWidth === 8 && type.isSigned;
    return { ...shared, kind: 'number', ...(narrow && { stored: 'int8' }) };
  }
  if (DataType.isBool(type) || DataType.isNull(type)) return { ...shared, kind: 'number' };
  return refuseType(source, name, String(type));
}

/** The cells of a vector; times in milliseconds, which the library rounds where they are finer. */
export function arrowCells(arrow: ArrowLibrary, vector: ArrowVector | null): CellSource {
  if (!vector) return () => null;
  if (!arrow.DataType.isTimestamp(vector.type)) return (row) => dateAsNumber(vector.get(row));
  const { SECOND, MILLISECOND, MICROSECOND } = arrow.TimeUnit;
  const units = new Map([
    [SECOND, 1e-3],
    [MILLISECOND, 1],
    [MICROSECOND, 1e3],
  ]);
  const perMillisecond = units.get(vector.type.unit) ?? 1e6;
  const [{ values }] = vector.data;
  return (row) => (vector.isValid(row) ? millisecondsFrom(values[row], perMillisecond) : null);
}

/** Days come as numbers of milliseconds or as Date, by their unit. */
function dateAsNumber(cell: unknown): unknown {
  return cell instanceof Date ? cell.getTime() : cell;
}

function millisecondsFrom(value: bigint, perMillisecond: number): number {
  if (perMillisecond <= 1) return Math.round(Number(value) / perMillisecond);
  const unit = BigInt(perMillisecond);
  const rest = ((value % unit) + unit) % unit;
  return Number((value - rest) / unit) + Number(rest) / perMillisecond;
}
