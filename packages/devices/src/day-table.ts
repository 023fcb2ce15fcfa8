/** The days of one device: 120 values of power each, one for every twelve minutes of the clock. */
import { checkShape, DataError } from '@anodec/core';

/** Values of a day. */
export const SLOTS = 120;

/** Minutes that a value stands for. */
export const SLOT_MINUTES = 12;

/** Days of one device. */
export interface DayTable {
  /** Id of the device. */
  readonly device: string;
  /** (N), `YY.MM.DD`, each once, the earliest first where a file or log is read. */
  readonly dates: readonly string[];
  /** (N, 120), row-major: power in units of the payload, or scaled. */
  readonly values: Float32Array;
}

/**
 * Makes a table of days.
 *
 * @param dates (N), `YY.MM.DD`
 * @param values (N, 120), row-major
 * @throws ShapeError when there are not 120 values for each date
 * @throws DataError when a date is no day of the calendar or occurs twice, or a value is not finite
 */
export function createDayTable(
  device: string,
  dates: readonly string[],
  values: Float32Array,
): DayTable {
  checkShape('values of days', values, dates.length, SLOTS);
  for (const [n, date] of dates.entries()) {
    dayStart(date);
    const first = dates.indexOf(date);
    if (first === n) continue;
    throw new DataError(
      `Each day of ${device} must occur once, got ${date} as day ${first + 1} and day ${n + 1}. Take one out.`,
    );
  }
  const wrong = values.findIndex((value) => !Number.isFinite(value));
  if (wrong < 0) return { device, dates, values };
  throw new DataError(
    `The values of ${device} must be finite numbers, got ${values[wrong]} on ${dates[Math.floor(wrong / SLOTS)]}, ` +
      `value ${(wrong % SLOTS) + 1}.`,
  );
}

/** The values of a day, (120), a view. */
export function dayValues({ values }: Pick<DayTable, 'values'>, n: number): Float32Array {
  return values.subarray(n * SLOTS, (n + 1) * SLOTS);
}

/** Some days of a table, in the order of the numbers given. @param days indices of days */
export function selectDays(table: DayTable, days: readonly number[]): DayTable {
  const values = new Float32Array(days.length * SLOTS);
  for (const [at, n] of days.entries()) values.set(dayValues(table, n), at * SLOTS);
  return { device: table.device, dates: days.map((n) => table.dates[n]), values };
}

/**
 * The start of a day, milliseconds since 1970 UTC.
 *
 * @param date `YY.MM.DD`, of the years 2000 to 2099
 * @throws DataError when it is no day of the calendar
 */
export function dayStart(date: string): number {
  const [, year, month, day] = (/^(\d\d)\.(\d\d)\.(\d\d)$/.exec(date) ?? []).map(Number);
  const start = Date.UTC(2000 + year, month - 1, day);
  if (!Number.isNaN(start) && formatDate(start) === date) return start;
  throw new DataError(`A date must be a day of the calendar as YY.MM.DD, got "${date}".`);
}

/** `YY.MM.DD` of a time. @param time milliseconds since 1970 UTC */
export function formatDate(time: number): string {
  return new Date(time).toISOString().slice(2, 10).replaceAll('-', '.');
}
