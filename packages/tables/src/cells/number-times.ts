/**
 * Points in time written as plain numbers: since 1970 in any unit, dates as digits such as
 * 20200131235959, days as spreadsheets count them, seconds since the start, row numbers.
 */
import type { Clock } from '@anodec/core';
import { timeOfParts } from './calendar.js';

/** A notation of points in time as numbers. */
export interface NumberTimes {
  readonly name: string;
  readonly clock: Clock;
  /** The time in the unit of the clock; NaN for a number that is no time. */
  readonly timeOf: (value: number) => number;
}

/** Day 0 of spreadsheets. */
const DAY_ZERO = Date.UTC(1899, 11, 30);
const DAY = 86_400_000;

/** Smallest number of seconds since 1970 that is taken for one: 1973. Each unit above begins there, too. */
const FIRST_SECOND = 1e8;

const ROW_NUMBERS: NumberTimes = {
  name: 'row numbers',
  clock: 'rows',
  timeOf: (value) => (Number.isInteger(value) ? value : NaN),
};
const ELAPSED: NumberTimes = {
  name: 'seconds since the start',
  clock: 'elapsed',
  timeOf: (seconds) => (Math.abs(seconds) < 4e9 ? seconds * 1000 : NaN), // a recording of 130 years
};
const DIGITS: NumberTimes = { name: 'yyyyMMddHHmmss', clock: 'utc', timeOf: timeOfDigits };
const SPREADSHEET: NumberTimes = {
  name: 'days since 1900',
  clock: 'utc',
  // a day is held to some microseconds, so that whole milliseconds are what was meant
  timeOf: (days) => Math.round(DAY_ZERO + days * DAY),
};
const EPOCHS: readonly (NumberTimes & { readonly from: number })[] = [
  since1970('seconds', FIRST_SECOND, (seconds) => seconds * 1000),
  since1970('milliseconds', 1e11, (milliseconds) => milliseconds),
  since1970('microseconds', 1e14, (microseconds) => microseconds / 1e3),
  since1970('nanoseconds', 1e17, (nanoseconds) => nanoseconds / 1e6),
];

function since1970(unit: string, from: number, timeOf: NumberTimes['timeOf']) {
  return { name: `${unit} since 1970`, clock: 'utc', from, timeOf } as const;
}

/** All of them, to be named in settings. To add one: a line here, and in `detectNumberTimes`. */
export const NUMBER_TIMES: readonly NumberTimes[] = [
  ...EPOCHS,
  DIGITS,
  SPREADSHEET,
  ELAPSED,
  ROW_NUMBERS,
];

/**
 * Possible notations of the numbers of a column of times, the likeliest first. A later row rules out
 * a notation that gives NaN there, and row numbers where it is not the number above plus one.
 *
 * @param values the first cells; NaN, an empty one, does not count
 * @param name of the column: in one of dates, whole days are days; one of seconds counts no rows
 */
export function detectNumberTimes(
  values: readonly number[],
  name: string,
): readonly [NumberTimes, ...NumberTimes[]] {
  const numbers = values.filter((value) => !Number.isNaN(value));
  const [first = 0] = numbers;
  if (numbers.length > 0 && numbers.every((value) => !Number.isNaN(timeOfDigits(value)))) {
    return [DIGITS];
  }
  const days = numbers.length > 0 && numbers.every((value) => value >= 30_000 && value <= 60_000);
  if (days && (/date|day|datum/i.test(name) || !numbers.every(Number.isInteger))) {
    return [SPREADSHEET];
  }
  const epoch = EPOCHS.findLast(({ from }) => Math.abs(first) >= from);
  if (epoch) return [epoch];
  if (/[[(]s(?:ec(?:ond)?s?)?[\])]|second|elapsed/i.test(name)) return [ELAPSED];
  if (name === 'row') return [ROW_NUMBERS];
  const counts = numbers.length > 1 && numbers.every((value, r) => value === first + r);
  return counts && Number.isInteger(first) ? [ROW_NUMBERS, ELAPSED] : [ELAPSED];
}

/**
 * Milliseconds since 1970 of the digits of a date from 1970 to 2099: yyyyMMdd, yyyyMMddHH, yyyyMMddHHmm
 * or yyyyMMddHHmmss; NaN for any other number.
 */
function timeOfDigits(value: number): number {
  if (!Number.isInteger(value) || value < 19_700_101 || value >= 2.1e13) return NaN;
  const match =
    /^(?<year>(?:19|20)\d\d)(?<month>\d\d)(?<day>\d\d)(?:(?<hour>\d\d)(?:(?<minute>\d\d)(?<second>\d\d)?)?)?$/.exec(
      String(value),
    );
  return match?.groups ? timeOfParts(match.groups) : NaN;
}
