/**
 * The ways to write a point in time that are read without being named.
 *
 * Day before month: where both orders read a cell, the first in the list comes first. Which of
 * several orders a table means is decided by its rows, not here.
 */
import { timeOfParts } from './calendar.js';

/** Parser of one text: milliseconds since 1970; NaN where it is not of the format or no real date. */
export type ParseTime = (text: string) => number;

/** A way to write points in time. */
export interface TimeFormat {
  readonly name: string;
  readonly parse: ParseTime;
  /** Whether it counts from 1970 in UTC, so that no zone applies. */
  readonly isMoment?: boolean;
  /** Whether another format reads the same texts as other dates, as 2/1/2016. */
  readonly isAmbiguous?: boolean;
}

const CLOCK =
  '(?<hour>\\d{1,2})(?:[:.](?<minute>\\d{2})(?:[:.](?<second>\\d{2})(?:[.,](?<fraction>\\d+))?)?)?';
const HALF = '\\s*(?<half>[AaPp])\\.?[Mm]\\.?';
const ZONE = '(?:\\s?(?<zone>Z|UTC|GMT|[+-]\\d{2}(?::?\\d{2})?))?';
/** Between date and time of day. */
const JOIN = '(?:,?\\s+|[T_:])';
const DAY_MONTH = '(?<day>\\d{1,2})(?<between>[/. -])(?<month>\\d{1,2})\\k<between>';
const MONTH_DAY = '(?<month>\\d{1,2})(?<between>[/. -])(?<day>\\d{1,2})\\k<between>';
const NAME = '(?<monthName>[A-Za-z]{3,9})\\.?';
const WEEKDAY = '(?:[A-Za-z]{3,9},? )?';
const ANY_CLOCK = `(?:${JOIN}${CLOCK}(?:${HALF})?${ZONE})?`;

/** In the order in which they are tried. To add a format: one line here. */
export const timeFormats: readonly TimeFormat[] = [
  ambiguous('day/month/year 12 h', `${DAY_MONTH}(?<year>\\d{4})${JOIN}${CLOCK}${HALF}`),
  ambiguous('month/day/year 12 h', `${MONTH_DAY}(?<year>\\d{4})${JOIN}${CLOCK}${HALF}`),
  format('ISO 8601', `(?<year>\\d{4})-(?<month>\\d{2})-(?<day>\\d{2})(?:[T ]${CLOCK})?${ZONE}`),
  ambiguous('day/month/year 24 h', `${DAY_MONTH}(?<year>\\d{4})(?:${JOIN}${CLOCK})?`),
  ambiguous('month/day/year 24 h', `${MONTH_DAY}(?<year>\\d{4})(?:${JOIN}${CLOCK})?`),
  format(
    'year/month/day',
    '(?<year>\\d{4})(?<between>[/. -])(?<month>\\d{1,2})\\k<between>(?<day>\\d{1,2})' +
      `(?:(?:,?\\s+|[T_:.-])${CLOCK}(?:${HALF})?${ZONE})?`,
  ),
  ambiguous('day/month/year, 2-digit year', `${DAY_MONTH}(?<year>\\d{2})${twoDigitClock()}`),
  ambiguous('month/day/year, 2-digit year', `${MONTH_DAY}(?<year>\\d{2})${twoDigitClock()}`),
  ambiguous(
    'year/month/day, 2-digit year',
    '(?<year>\\d{2})(?<between>[/. -])(?<month>\\d{1,2})\\k<between>(?<day>\\d{1,2})' +
      twoDigitClock(),
  ),
  format(
    'day-month name-year',
    `${WEEKDAY}(?<day>\\d{1,2})[\\s/.-]?${NAME}[\\s,/.-]{0,2}(?<year>\\d{4}|\\d{2})${ANY_CLOCK}`,
  ),
  format(
    'month name day, year',
    `${WEEKDAY}${NAME}[\\s/.-](?<day>\\d{1,2})[,\\s/.-]{1,2}(?<year>\\d{4})${ANY_CLOCK}`,
  ),
  format(
    'weekday month name day time year',
    `[A-Za-z]{3,9},? ${NAME}\\s+(?<day>\\d{1,2})\\s+${CLOCK}(?:\\s(?<zone>UTC|GMT))?\\s+(?<year>\\d{4})`,
  ),
  format(
    'year-month name-day',
    `(?<year>\\d{4})[\\s/.-]${NAME}[\\s/.-](?<day>\\d{1,2})${ANY_CLOCK}`,
  ),
  format(
    'yyyyMMddHHmmss',
    '(?<year>(?:19|20)\\d{2})(?<month>\\d{2})(?<day>\\d{2})(?:[T _-]?(?<hour>\\d{2})' +
      `(?::?(?<minute>\\d{2})(?::?(?<second>\\d{2})(?:[.,](?<fraction>\\d+))?)?)?)?${ZONE}`,
  ),
  { name: 'seconds since 1970', parse: (text) => parseEpoch(text, 9, 10, 1000), isMoment: true },
  { name: 'milliseconds since 1970', parse: (text) => parseEpoch(text, 12, 13, 1), isMoment: true },
];

/** A date of points alone, such as 10.12.39, may be a time of day. */
function twoDigitClock(): string {
  return `(?:${JOIN}${CLOCK}(?:${HALF})?|(?<![.]\\d{1,2}))`;
}

function format(name: string, pattern: string): TimeFormat {
  const whole = new RegExp(`^${pattern}$`, 'd');
  let minute: KnownMinute | undefined;
  const parse: ParseTime = (text) => {
    const trimmed = text.trim();
    const known = minute ? timeInMinute(minute, trimmed) : NaN;
    if (!Number.isNaN(known)) return known;
    const match = whole.exec(trimmed);
    if (!match?.groups) return NaN;
    const time = timeOfParts(match.groups);
    minute = minuteOf(match, time);
    return time;
  };
  return { name, parse };
}

/**
 * A text that was read, but for the digits of its seconds. Rows follow each other by the second, so that
 * 59 of 60 differ from the one before in these digits alone and need no pattern.
 */
interface KnownMinute {
  readonly before: string;
  readonly behind: string;
  /** Its first moment, in milliseconds since 1970. */
  readonly start: number;
}

/** Undefined where another second is not simply later: in fractions, at 24:00:00, in no real time. */
function minuteOf(match: RegExpExecArray, time: number): KnownMinute | undefined {
  const { hour, second, fraction } = match.groups ?? {};
  const place = match.indices?.groups?.second;
  if (!place || Number.isNaN(time) || fraction !== undefined || Number(hour) > 23) return undefined;
  const [from, to] = place;
  return {
    before: match[0].slice(0, from),
    behind: match[0].slice(to),
    start: time - Number(second) * 1000,
  };
}

/** NaN where a text is none of that minute. */
function timeInMinute({ before, behind, start }: KnownMinute, text: string): number {
  const at = before.length;
  if (text.length !== at + 2 + behind.length) return NaN;
  if (!text.startsWith(before) || !text.endsWith(behind)) return NaN;
  const [tens, ones] = [text.charCodeAt(at) - DIGIT_0, text.charCodeAt(at + 1) - DIGIT_0];
  const isSecond = tens >= 0 && tens <= 5 && ones >= 0 && ones <= 9;
  return isSecond ? start + (tens * 10 + ones) * 1000 : NaN;
}

const DIGIT_0 = 48;

function ambiguous(name: string, pattern: string): TimeFormat {
  return { ...format(name, pattern), isAmbiguous: true };
}

/** Whole numbers with so many digits: years 1973 to 2286, in whatever unit. */
function parseEpoch(text: string, fewest: number, most: number, unit: number): number {
  const match = /^(\d+)(\.\d+)?$/.exec(text.trim());
  if (!match || match[1].length < fewest || match[1].length > most) return NaN;
  return Number(text) * unit;
}
