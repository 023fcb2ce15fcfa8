/** The times of rows that come one by one, read as those of the first row can be. */
import { type Clock, ConfigError } from '@anodec/core';
import {
  createTimeZone,
  detectReadings,
  findTimeColumn,
  type PrepareConfig,
  type TimeColumn,
  type TimeReading,
} from '@anodec/data';
import type { TableChunk } from '@anodec/tables';
import type { CellAt, RecordCells } from './record-cells.js';

/** How times are read. */
export interface LiveTimes {
  readonly clock: Clock;
  /** Columns that hold the times. */
  readonly columns: readonly string[];
  /**
   * The time of a row; NaN where rows have no times.
   *
   * @param before the time of the row before; selects one of two hours where clocks were set back
   * @throws DataError when the cell holds no time
   */
  timeOf(cells: CellAt, row: number, before: number): number;
}

/**
 * Decides from the first row how times are read.
 *
 * @param clock of the recordings of the run, which decides between row numbers and seconds
 * @throws ConfigError when the first time can be read as several dates
 */
export function liveTimes(
  source: string,
  records: RecordCells,
  first: CellAt,
  prepare: Pick<PrepareConfig, 'timeColumn' | 'timeFormat' | 'timeZone'>,
  clock?: Clock,
): LiveTimes {
  const all = placeColumns(records, first);
  const found = findTimeColumn(source, all, prepare.timeColumn, chunkOf(records, all, first, 1));
  if (!found) return { clock: 'rows', columns: [], timeOf: () => NaN };
  const columns = [found.name, ...(found.timeOfDay ? [found.timeOfDay.name] : [])];
  const own = replaced(all.filter(({ name }) => columns.includes(name)));
  const time = timeColumnIn(own, found);
  const chunk = (cells: CellAt, row: number): TableChunk => chunkOf(records, own, cells, row);
  const readings = detectReadings(source, time, chunk(first, 1), prepare.timeFormat);
  const reading = chosenReading(source, time, readings, clock);
  const zone =
    prepare.timeZone === undefined || reading.isMoment
      ? undefined
      : createTimeZone(prepare.timeZone);
  return {
    clock: reading.clock,
    columns,
    timeOf(cells, row, before) {
      const one = chunk(cells, row);
      const read = reading.timeOf(one, 0);
      if (Number.isNaN(read)) throw reading.refuse(one, 0);
      if (!zone || ENDS_WITH_ZONE.test(textIn(time, one))) return read;
      return zone.utcOf(read, before, () => `${source}, row ${row}`);
    },
  };
}

/** Such as Z, UTC, +08:00 or -0330 behind a time of day. */
const ENDS_WITH_ZONE = /\d ?(?:Z|UTC|GMT|[+-]\d{2}:?\d{2})\s*$/;

function textIn({ kind, place, timeOfDay }: TimeColumn, { texts }: TableChunk): string {
  const column = timeOfDay ?? { kind, place };
  return column.kind === 'text' ? texts[column.place][0] : '';
}

/** A column of the records, and where its cells lie in a chunk. */
interface Placed {
  readonly name: string;
  readonly kind: 'number' | 'text';
  readonly place: number;
  readonly column: number;
}

/** All columns, each of the kind that its first cell has. */
function placeColumns(records: RecordCells, first: CellAt): Placed[] {
  return replaced(
    records.names.map((name, column) => ({
      name,
      kind: records.numberOf(first(column)) === undefined ? ('text' as const) : ('number' as const),
      place: 0,
      column,
    })),
  );
}

/** The columns with their places counted anew. */
function replaced(columns: readonly Placed[]): Placed[] {
  const counts = { number: 0, text: 0 };
  return columns.map((column) => ({ ...column, place: counts[column.kind]++ }));
}

function timeColumnIn(own: readonly Placed[], found: TimeColumn): TimeColumn {
  const placeOf = (name: string): number => own.find((one) => one.name === name)?.place ?? 0;
  const { timeOfDay } = found;
  return {
    ...found,
    place: placeOf(found.name),
    ...(timeOfDay && { timeOfDay: { ...timeOfDay, place: placeOf(timeOfDay.name) } }),
  };
}

/** A chunk of one row. */
function chunkOf(
  records: RecordCells,
  columns: readonly Placed[],
  cells: CellAt,
  row: number,
): TableChunk {
  const numbers = columns.filter(({ kind }) => kind === 'number');
  const texts = columns.filter(({ kind }) => kind === 'text');
  return {
    firstRow: row,
    rows: 1,
    numbers: Float64Array.from(numbers, ({ column }) => records.numberOf(cells(column)) ?? NaN),
    texts: texts.map(({ column }) => [textOf(cells(column))]),
  };
}

/** The text of a cell; of a list or an object its JSON, which is no time. */
function textOf(cell: unknown): string {
  if (typeof cell === 'string') return cell;
  return cell === null || cell === undefined ? '' : JSON.stringify(cell);
}

function chosenReading(
  source: string,
  { name }: TimeColumn,
  readings: readonly TimeReading[],
  clock: Clock | undefined,
): TimeReading {
  const fitting = readings.filter((reading) => reading.clock === clock);
  const [only, rival] = fitting.length > 0 ? fitting : readings;
  if (!rival || only.clock !== 'utc') return only;
  throw new ConfigError(
    `The times in column ${name} of ${source} must be read in one way, got "${only.name}" and ` +
      `"${rival.name}", which both read the first one. Name one with \`timeFormat\`.`,
  );
}
