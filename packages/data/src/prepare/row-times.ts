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
  timeFormatNamed,
  type TimeFormat,
} from '../swat/timestamps.js';
import type { TableChunk } from '../table.js';
import type { PlacedColumn } from './columns.js';
import type { PrepareConfig } from './config.js';
import { createTimeZone, type TimeZone } from './time-zone.js';

/** Tells the times of the rows of one table, chunk by chunk, from the first on. */
export interface RowTimes {
  readonly clock: Clock;
  /** Writes the times of a chunk to `out` from `offset` on. */
  fill(chunk: TableChunk, out: Float64Array, offset: number): void;
}

/** Below this, numbers are no dates: 1973 in seconds. */
const SMALLEST_EPOCH_SECONDS = 1e8;
/** From here on, numbers of time are milliseconds: 1973 again, and seconds of the year 5138. */
const SMALLEST_EPOCH_MILLISECONDS = 1e11;

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

/** Date cells are times as they are; plain numbers are seconds or milliseconds by their size. */
function createNumberTimes(source: string, time: PlacedColumn, first: TableChunk): RowTimes {
  const columns = first.rows > 0 ? first.numbers.length / first.rows : 0;
  const size = time.kind === 'time' ? Infinity : Math.abs(first.numbers[time.place]);
  const factor = size >= SMALLEST_EPOCH_MILLISECONDS ? 1 : 1000;
  return {
    clock: size >= SMALLEST_EPOCH_SECONDS ? 'utc' : 'elapsed',
    fill(chunk, out, offset) {
      for (let r = 0; r < chunk.rows; r++) {
        const value = chunk.numbers[r * columns + time.place];
        if (Number.isNaN(value)) {
          throw new DataError(
            `The time column ${time.name} must have no empty cells, got one in ${source}, row ` +
              `${chunk.firstRow + r}. Fill the cell or delete the row.`,
          );
        }
        out[offset + r] = value * factor;
      }
    },
  };
}

/** Writes a time as its clock allows. */
export function showTime(clock: Clock, time: number): string {
  if (clock === 'utc') return formatTime(time);
  return clock === 'elapsed' ? formatDuration(time) : `row ${time}`;
}
