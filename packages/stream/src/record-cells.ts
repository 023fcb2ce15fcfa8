/** Cells of records by the index of their column, whether a record is a line or a row by names. */
import { DataError, isRecord } from '@anodec/core';
import {
  type CellReader,
  createCellReader,
  createLineReader,
  type CsvOptions,
  type SourceRecord,
} from '@anodec/tables';

/** Gives the cell of a column. */
export type CellAt = (column: number) => unknown;

/** How records of one form are read. */
export interface RecordCells {
  readonly names: readonly string[];
  /** @throws DataError when the record is not of that form */
  cellsOf(record: SourceRecord, row: number): CellAt;
  /** The number in a cell: NaN where it is missing, undefined where it is none. */
  numberOf(cell: unknown): number | undefined;
}

/** Whether a line is a row as JSON; any other line is one of a text table. */
export function isJsonLine(line: string): boolean {
  return line.trimStart().startsWith('{');
}

/**
 * How records like the first one are read.
 *
 * @param header the line with the names; undefined for rows that bring them
 */
export function recordCells(
  source: string,
  first: SourceRecord,
  header: string | undefined,
  options: CsvOptions,
): RecordCells {
  if (typeof first === 'string' && !isJsonLine(first) && header !== undefined) {
    const lines = createLineReader(source, header, first, options);
    return {
      names: lines.names,
      numberOf: numbersWith(lines),
      cellsOf(record, row) {
        if (typeof record !== 'string') throw notAlike(source, row, 'a line of fields');
        const fields = lines.fields(record, row);
        return (column) => fields[column];
      },
    };
  }
  const names = Object.keys(rowOf(source, first, 1));
  return {
    names: names.map((name) => name.trim()),
    numberOf: numbersWith(createCellReader(options)),
    cellsOf(record, row) {
      const cells = rowOf(source, record, row);
      return (column) => cells[names[column]];
    },
  };
}

/** A number that JSON has is one; null and what is not there are missing. */
function numbersWith(reader: CellReader): (cell: unknown) => number | undefined {
  return (cell) => {
    if (typeof cell === 'string') return reader.number(cell);
    if (typeof cell === 'number') return reader.number(String(cell));
    if (typeof cell === 'boolean') return cell ? 1 : 0;
    return cell === null || cell === undefined ? NaN : undefined;
  };
}

function rowOf(
  source: string,
  record: SourceRecord,
  row: number,
): Readonly<Record<string, unknown>> {
  if (typeof record !== 'string') return record;
  try {
    const parsed: unknown = JSON.parse(record);
    if (isRecord(parsed)) return parsed;
  } catch (error) {
    throw notAlike(source, row, 'a JSON object', error);
  }
  throw notAlike(source, row, 'a JSON object');
}

function notAlike(source: string, row: number, what: string, cause?: unknown): DataError {
  return new DataError(
    `Row ${row} of ${source} must be ${what} as the rows before, got another form.`,
    { cause },
  );
}
