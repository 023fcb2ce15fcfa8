/** The time of each row, from whatever the table has. */
import {
  ConfigError,
  DataError,
  formatDuration,
  formatTime,
  parseDuration,
  type Clock,
} from '@anodec/core';
import {
  detectTimeFormat,
  parseTimestamp,
  type TableChunk,
  type TimeFormat,
  timeFormatNamed,
} from '@anodec/tables';
import type { PlacedColumn } from './columns.js';
import type { PrepareConfig } from './config.js';
import { createTimeZone, type TimeZone } from './time-zone.js';

/** Tells the times of the rows of one table, chunk by chunk, from the first on. */
export interface RowTimes {
  readonly clock: Clock;
  /** Writes the times of a chunk to `out` from `offset` on. */
  fill(chunk: TableChunk, out: Float64Array, offset: number): void;
}

/**
 * Units of numbers since 1970 and the smallest number of each: 1973, which the unit above would call
 * the year 5138. Below the first, numbers are no dates but seconds since the start.
 */
const EPOCH_UNITS: readonly { readonly from: number; readonly toMilliseconds: Convert }[] = [
  { from: 1e8, toMilliseconds: (seconds) => seconds * 1000 },
  { from: 1e11, toMilliseconds: (milliseconds) => milliseconds },
  { from: 1e14, toMilliseconds: (microseconds) => microseconds / 1e3 },
  { from: 1e17, toMilliseconds: (nanoseconds) => nanoseconds / 1e6 },
];
type Convert = (value: number) => number;
/** The end of the year 9999 in milliseconds: what lies beyond is no time of a recording. */
const LAST_MOMENT = Date.UTC(10_000, 0);

/**
 * @param first the first chunk, from which the format is decided
 * @throws ConfigError when a period is given for a table that has times
 * @throws DataError when the cells of the time column are no times
 */
export function createRowTimes(
  source: string,
  time: PlacedColumn | undefined,
  first: TableChunk,
  config: PrepareConfig,
): RowTimes {
  const zone = config.timeZone === undefined ? undefined : createTimeZone(config.timeZone);
  if (!time) return createCountedTimes(config.period);
  if (config.period !== undefined) {
    throw new ConfigError(
      `A period must be given only for tables without times, but ${source} has the column ` +
        `${time.name}. Leave out --period, or add --time-column none.`,
    );
  }
  if (time.kind === 'text') return createTextTimes(source, time, first, config.timeFormat, zone);
  const times = createNumberTimes(source, time, first);
  return zone && time.kind === 'time' ? inZone(zone, source, times, () => false) : times;
}

/** Times of which those that name no zone are those of a clock on the wall. */
function inZone(
  zone: TimeZone,
  source: string,
  times: RowTimes,
  namesZone: (chunk: TableChunk, row: number) => boolean,
): RowTimes {
  let before = -Infinity;
  return {
    clock: times.clock,
    fill(chunk, out, offset) {
      times.fill(chunk, out, offset);
      for (let r = 0; r < chunk.rows; r++) {
        const place = (): string => `${source}, row ${chunk.firstRow + r}`;
        const time = out[offset + r];
        before = namesZone(chunk, r) ? time : zone.momentOf(time, before, place);
        out[offset + r] = before;
      }
    },
  };
}

function createCountedTimes(period: string | undefined): RowTimes {
  const distance = period === undefined ? 1 : parseDuration(period);
  return {
    clock: period === undefined ? 'rows' : 'elapsed',
    fill(chunk, out, offset) {
      for (let r = 0; r < chunk.rows; r++) out[offset + r] = (offset + r) * distance;
    },
  };
}

function createTextTimes(
  source: string,
  { name, place }: PlacedColumn,
  first: TableChunk,
  wanted: string,
  zone: TimeZone | undefined,
): RowTimes {
  const column = { source, column: name };
  const format: TimeFormat =
    wanted === 'auto'
      ? detectTimeFormat(first.texts[place], { ...column, row: first.firstRow })
      : timeFormatNamed(wanted);
  const times: RowTimes = {
    clock: 'utc',
    fill(chunk, out, offset) {
      const texts = chunk.texts[place];
      for (let r = 0; r < chunk.rows; r++) {
        out[offset + r] = parseTimestamp(format, texts[r], { ...column, row: chunk.firstRow + r });
      }
    },
  };
  if (!zone || format.isMoment) return times;
  return inZone(zone, source, times, ({ texts }, r) => ENDS_WITH_ZONE.test(texts[place][r]));
}

/** Such as Z, +08:00 or -0330 behind a time of day. */
const ENDS_WITH_ZONE = /\d ?(?:Z|[+-]\d{2}:?\d{2})\s*$/;

/** Date cells are times as they are; the size of the first plain number decides its unit. */
function createNumberTimes(source: string, time: PlacedColumn, first: TableChunk): RowTimes {
  const columns = first.rows > 0 ? first.numbers.length / first.rows : 0;
  const size = Math.abs(first.numbers[time.place]);
  const unit = EPOCH_UNITS.findLast(({ from }) => size >= from) ?? EPOCH_UNITS[0];
  const toMilliseconds: Convert = time.kind === 'time' ? (value) => value : unit.toMilliseconds;
  return {
    clock: time.kind === 'time' || size >= EPOCH_UNITS[0].from ? 'utc' : 'elapsed',
    fill(chunk, out, offset) {
      for (let r = 0; r < chunk.rows; r++) {
        const value = toMilliseconds(chunk.numbers[r * columns + time.place]);
        if (!(Math.abs(value) < LAST_MOMENT)) throw noTime(source, time, chunk, r);
        out[offset + r] = value;
      }
    },
  };
}

function noTime(
  source: string,
  { name, place }: PlacedColumn,
  { firstRow, rows, numbers }: TableChunk,
  r: number,
): DataError {
  const value = numbers[r * (numbers.length / rows) + place];
  const got = Number.isNaN(value) ? 'an empty cell' : value;
  return new DataError(
    `The time column ${name} must hold times up to the year 9999, got ${got} in ${source}, row ` +
      `${firstRow + r}. Correct the cell or delete the row.`,
  );
}

/** Writes a time as its clock allows. */
export function showTime(clock: Clock, time: number): string {
  if (clock === 'utc') return formatTime(time);
  return clock === 'elapsed' ? formatDuration(time) : `row ${time}`;
}
