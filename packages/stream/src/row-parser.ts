/**
 * From records of a source to rows: the time of each and the readings of the channels of a run, read as the
 * tables were that the run was trained on.
 *
 * What the columns are is decided by the first row and holds from then on, because there is no table yet to look
 * through. A record that is no row of that form is a fault, which says why; whoever calls decides what becomes
 * of it.
 */
import { type Clock, DataError, isUserError } from '@anodec/core';
import { isLabelName } from '@anodec/data';
import type { TableSettings } from '@anodec/pipeline';
import type { SourceBatch, SourceRecord } from '@anodec/tables';
import { isJsonLine, type RecordCells, recordCells } from './record-cells.js';
import { type LiveTimes, liveTimes } from './row-times.js';

/** What rows are read with. */
export interface RowParserParts {
  /** Name of the source, for messages. */
  readonly source: string;
  /** (C), the channels of the run in its order. */
  readonly channels: readonly string[];
  /** (C), what is subtracted from the readings before rounding; absent: nothing. */
  readonly offsets?: readonly number[];
  /** How the tables of the run were read. */
  readonly tables: TableSettings;
  /** Clock of the recordings of the run; decides where numbers may be rows or seconds. */
  readonly clock?: Clock;
  /** Names of the columns of lines that have no header. */
  readonly columns?: readonly string[];
  /** Receives what is worth knowing, a sentence each. */
  readonly note?: (line: string) => void;
}

/** What the parser goes on with after a restart; plain data. */
export interface RowParserState {
  /** The line with the names; absent for rows that bring their names. */
  readonly header?: string;
  /** The first row below it. */
  readonly first: SourceRecord;
  /** Rows so far. */
  readonly rows: number;
}

/** Rows that were read. */
export interface ParsedRows {
  /** (n), in the clock of the parser; NaN where rows have no times. */
  readonly times: Float64Array;
  /** (n, C), less the offsets. */
  readonly values: Float32Array;
  /** Records that are no rows, a sentence each. */
  readonly faults: readonly string[];
}

/** Reads the records of a source. */
export interface RowParser {
  /** Clock of the times, `rows` where they have none; undefined before the first row. */
  clock(): Clock | undefined;
  /** Undefined before the first row. */
  state(): RowParserState | undefined;
  /**
   * Reads successive records.
   *
   * @throws DataError when the columns are not those of the run; ConfigError when times may be read in two ways
   */
  parse(batch: SourceBatch): ParsedRows;
}

/** Makes a parser. @param state of a parser before a restart */
export function createRowParser(parts: RowParserParts, state?: RowParserState): RowParser {
  let header = state?.header ?? parts.columns?.join(',');
  let layout = state && layoutOf(parts, state.first, state.header);
  let row = state?.rows ?? 0;
  let before = NaN;
  const isNames = (line: string, mayBeNames: boolean): boolean => {
    if (isJsonLine(line)) return false;
    return header === undefined || line === header || (mayBeNames && layout?.isRow(line) === false);
  };
  const read = (record: SourceRecord, values: Float32Array): number => {
    layout ??= layoutOf(parts, record, header);
    return layout.read(record, row, before, values);
  };
  return {
    clock: () => layout?.clock,
    state: () => layout && { ...layout.state, rows: row },
    parse({ records, isStart = false }) {
      const C = parts.channels.length;
      const times = new Float64Array(records.length);
      const values = new Float32Array(records.length * C);
      const faults: string[] = [];
      let n = 0;
      for (const [i, record] of records.entries()) {
        if (typeof record === 'string') {
          if (record.trim() === '') continue;
          if (isNames(record, isStart && i === 0)) {
            if (record !== header) [header, layout] = [record, undefined];
            continue;
          }
        }
        row++;
        const isFirst = layout === undefined;
        try {
          times[n] = read(record, values.subarray(n * C, (n + 1) * C));
          before = times[n++];
        } catch (error) {
          if (!isUserError(error) || isFirst) throw error; // what the columns are is not known
          faults.push(error.message);
        }
      }
      return { times: times.slice(0, n), values: values.slice(0, n * C), faults };
    },
  };
}

/** What the columns are. */
interface Layout {
  readonly state: Omit<RowParserState, 'rows'>;
  readonly clock: Clock;
  /** Whether a line has a number where each channel is. */
  isRow(line: string): boolean;
  /** Returns the time and fills in the readings, (C). @throws DataError when the record is no row */
  read(record: SourceRecord, row: number, before: number, values: Float32Array): number;
}

function layoutOf(parts: RowParserParts, first: SourceRecord, header?: string): Layout {
  const { source, tables, clock } = parts;
  const records = recordCells(source, first, header, tables.reading);
  const times = liveTimes(source, records, records.cellsOf(first, 1), tables.prepare, clock);
  const columns = columnsOf(parts, records, times);
  return {
    state: { ...(header !== undefined && { header }), first },
    clock: times.clock,
    isRow(line) {
      const cells = line.split(/[,;\t]/);
      return cells.some((cell) => !Number.isNaN(records.numberOf(cell) ?? NaN));
    },
    read(record, row, before, values) {
      const cells = records.cellsOf(record, row);
      for (let c = 0; c < values.length; c++) {
        values[c] = readingOf(parts, c, records.numberOf(cells(columns[c])), () => ({
          cell: cells(columns[c]),
          row,
        }));
      }
      return times.timeOf(cells, row, before);
    },
  };
}

/** @throws DataError when the cell holds no number, or one that float32 does not hold */
function readingOf(
  { source, channels, offsets }: RowParserParts,
  c: number,
  read: number | undefined,
  place: () => { readonly cell: unknown; readonly row: number },
): number {
  if (read !== undefined) {
    const value = Math.fround(read - (offsets?.[c] ?? 0)); // as tables are read
    if (Math.abs(value) !== Infinity) return value;
  }
  const { cell, row } = place();
  throw new DataError(
    `${channels[c]} must be a number between -3.4e38 and 3.4e38 in row ${row} of ${source}, got ` +
      `${JSON.stringify(cell)}.`,
  );
}

/** (C), the column of each channel. @throws DataError when one is not there */
function columnsOf(
  { source, channels, tables, note }: RowParserParts,
  { names }: RecordCells,
  times: LiveTimes,
): Int32Array {
  const missing = channels.filter((name) => !names.includes(name));
  if (missing.length > 0) {
    throw new DataError(
      `${source} must have the ${channels.length} channels that the run was trained on, but lacks ` +
        `${missing.join(', ')}. Rename or add columns.`,
    );
  }
  const known = [...channels, ...times.columns, ...tables.leftOut, ...tables.prepare.exclude];
  const others = names.filter((name) => !known.includes(name) && !isLabelName(name));
  if (others.length > 0) {
    note?.(`${others.join(', ')} of ${source} are no channels of the run and are not looked at.`);
  }
  return Int32Array.from(channels, (name) => names.indexOf(name));
}
