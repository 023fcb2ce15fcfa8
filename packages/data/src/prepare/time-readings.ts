/** Possible readings of the cells of a column of times. */
import { type Clock, DataError } from '@anodec/core';
import {
  type CellPlace,
  detectNumberTimes,
  detectTimeFormats,
  type NumberTimes,
  numberTimesNamed,
  refuseCell,
  type TableChunk,
  type TimeFormat,
  timeFormatNamed,
} from '@anodec/tables';
import { holdsTimesOfDay, joinDateAndTime, type TimeColumn } from './find-time.js';

/** One way to read a column. */
export interface TimeReading {
  readonly name: string;
  readonly clock: Clock;
  /** Whether its texts count from 1970, so that no zone applies. */
  readonly isMoment: boolean;
  /** The time in row `r`, in what the clock says; NaN where the cell is none. */
  timeOf(chunk: TableChunk, r: number): number;
  /** The error of a cell that is no time. */
  refuse(chunk: TableChunk, r: number): DataError;
}

/**
 * The readings that the first rows allow, the likeliest first.
 *
 * @param wanted a format or pattern of the settings, or auto
 * @throws DataError when nothing reads the first cell; ConfigError when `wanted` is no format
 */
export function detectReadings(
  source: string,
  time: TimeColumn,
  first: TableChunk,
  wanted: string,
): readonly [TimeReading, ...TimeReading[]] {
  const { timeOfDay } = time;
  if (timeOfDay) {
    const textOf = (chunk: TableChunk, r: number) => joinDateAndTime(time, timeOfDay, chunk, r);
    return textReadings(source, `${time.name},${timeOfDay.name}`, textOf, first, wanted);
  }
  if (time.kind === 'text') {
    if (wanted === 'auto') refuseTimesOfDay(source, time, first);
    const { place } = time;
    return textReadings(source, time.name, ({ texts }, r) => texts[place][r], first, wanted);
  }
  if (time.kind === 'time') {
    refuseTimesOfDay(source, time, first);
    return [numberReading(source, time, DATE_CELLS)];
  }
  return numberReadings(source, time, first, wanted);
}

const DATE_CELLS: NumberTimes = { name: 'dates', clock: 'utc', timeOf: (time) => time };

function refuseTimesOfDay(source: string, time: TimeColumn, first: TableChunk): void {
  if (!holdsTimesOfDay(time, first)) return;
  throw new DataError(
    `The time column ${time.name} of ${source} must hold dates, got only times of day. Name the ` +
      `column of dates before it, \`timeColumn: "Date,${time.name}"\`, or number the rows by a \`period\`.`,
  );
}

type TextOf = (chunk: TableChunk, r: number) => string;

function textReadings(
  source: string,
  column: string,
  textOf: TextOf,
  first: TableChunk,
  wanted: string,
): readonly [TimeReading, ...TimeReading[]] {
  const place = ({ firstRow }: TableChunk, r: number): CellPlace => ({
    source,
    row: firstRow + r,
    column,
  });
  const readingOf = (format: TimeFormat): TimeReading => ({
    name: format.name,
    clock: 'utc',
    isMoment: format.isMoment === true,
    timeOf: (chunk, r) => format.parse(textOf(chunk, r)),
    refuse: (chunk, r) => refuseCell(format.name, textOf(chunk, r), place(chunk, r)),
  });
  if (wanted !== 'auto') return [readingOf(timeFormatNamed(wanted))];
  const texts = Array.from({ length: first.rows }, (_, r) => textOf(first, r));
  const [best, ...rivals] = detectTimeFormats(texts, place(first, 0));
  return [readingOf(best), ...rivals.map(readingOf)];
}

function numberReadings(
  source: string,
  time: TimeColumn,
  first: TableChunk,
  wanted: string,
): readonly [TimeReading, ...TimeReading[]] {
  const reading = (numbers: NumberTimes) => numberReading(source, time, numbers);
  if (wanted !== 'auto') {
    const named = numberTimesNamed(wanted);
    if (named) return [reading(named)];
    const textOf: TextOf = (chunk, r) => String(numberAt(time, chunk, r));
    return textReadings(source, time.name, textOf, first, wanted);
  }
  const cells = Array.from({ length: first.rows }, (_, r) => numberAt(time, first, r));
  const [best, ...rivals] = detectNumberTimes(cells, time.name);
  return [reading(best), ...rivals.map(reading)];
}

function numberAt({ place }: TimeColumn, { rows, numbers }: TableChunk, r: number): number {
  return numbers[r * (numbers.length / rows) + place];
}

function numberReading(source: string, time: TimeColumn, numbers: NumberTimes): TimeReading {
  return {
    name: numbers.name,
    clock: numbers.clock,
    isMoment: numbers.name.endsWith('since 1970'),
    timeOf: (chunk, r) => numbers.timeOf(numberAt(time, chunk, r)),
    refuse(chunk, r) {
      const value = numberAt(time, chunk, r);
      const got = Number.isNaN(value) ? 'an empty cell' : value;
      return new DataError(
        `The time column ${time.name} must hold times (${numbers.name}), got ${got} in ${source}, ` +
          `row ${chunk.firstRow + r}. Correct the cell or delete the row.`,
      );
    },
  };
}
