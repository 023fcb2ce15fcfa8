/**
 * Timestamps as texts: the format is decided once, from the first cells, and is strict from then on.
 *
 * `Date.parse` is not used: it takes an ambiguous date month-first, which made the original lose
 * 2 January 2016, and it knows local time. Everything here is UTC.
 */
import { ConfigError, DataError } from '@anodec/core';
import type { CellPlace } from './cell-place.js';

/** Reads one text; NaN where it is not of the format or no real date. Milliseconds since 1970. */
type Parse = (text: string) => number;

/** A way to write points in time. */
export interface TimeFormat {
  readonly name: string;
  readonly parse: Parse;
  /** Whether it counts from a moment, so that no zone matters. */
  readonly isMoment?: boolean;
}

const dated = /^(\d{1,2})[/.-](\d{1,2})[/.-](\d{4}),? +(\d{1,2}):(\d{2})(?::(\d{2})(\.\d+)?)?/;
const twelve = new RegExp(`${dated.source} *([AP])\\.?M\\.?$`, 'i');
const twentyFour = new RegExp(`${dated.source}$`);
const iso =
  /^(\d{4})-(\d{2})-(\d{2})(?:[T ](\d{2}):(\d{2})(?::(\d{2})(\.\d+)?)?)? ?(Z|[+-]\d{2}:?\d{2})?$/;

/** In the order in which they are tried. To add a format: one line here. */
const formats: readonly TimeFormat[] = [
  { name: 'day/month/year 12 h', parse: (text) => parseTwelveHours(text, 'day') },
  { name: 'month/day/year 12 h', parse: (text) => parseTwelveHours(text, 'month') },
  { name: 'ISO 8601', parse: parseIso },
  { name: 'day/month/year 24 h', parse: (text) => parseTwentyFourHours(text, 'day') },
  { name: 'month/day/year 24 h', parse: (text) => parseTwentyFourHours(text, 'month') },
  { name: 'seconds since 1970', parse: (text) => parseEpoch(text, 9, 10, 1000), isMoment: true },
  { name: 'milliseconds since 1970', parse: (text) => parseEpoch(text, 12, 13, 1), isMoment: true },
];

/** All that read a text as a point in time, in the order in which they are tried. */
export const TIME_READERS: readonly Parse[] = formats.map(({ parse }) => parse);

/** Names of all formats, for settings. */
export const TIME_FORMATS: readonly string[] = formats.map(({ name }) => name);

/**
 * The format of a column, from its first cells: of the formats that read the first of them, the one
 * that reads the most before it fails; what it cannot read is refused when its turn comes.
 *
 * Day comes before month in the list. So a date such as 2/1/2016 is 2 January unless another cell
 * among the first, such as 1/13/2016, can only be month-first.
 *
 * @param texts the first cells; empty ones do not count
 * @throws DataError when no format reads the first cell
 */
export function detectTimeFormat(texts: readonly string[], place: CellPlace): TimeFormat {
  const samples = texts.filter((text) => text.trim() !== '');
  const readable = formats.map(({ parse }) => {
    const failure = samples.findIndex((text) => Number.isNaN(parse(text)));
    return failure < 0 ? samples.length : failure;
  });
  const most = Math.max(...readable);
  if (most > 0) return formats[readable.indexOf(most)];
  throw new DataError(
    `The time column ${place.column} must have timestamps such as 28/12/2015 10:29:14 AM or ` +
      `2015-12-28 10:29:14, got "${samples[0] ?? ''}" in ${place.source}, row ${place.row}. ` +
      'Name another column, or none, with --time-column.',
  );
}

/** @throws ConfigError when there is no such format */
export function timeFormatNamed(name: string): TimeFormat {
  const format = formats.find((known) => known.name === name);
  if (format) return format;
  throw new ConfigError(
    `There is no time format "${name}". Known are: ${TIME_FORMATS.join(', ')}.`,
  );
}

/**
 * Reads one cell.
 *
 * @returns milliseconds since 1970
 * @throws DataError that names file, row and column
 */
export function parseTimestamp(format: TimeFormat, text: string, place: CellPlace): number {
  const time = format.parse(text);
  if (!Number.isNaN(time)) return time;
  throw new DataError(
    `A timestamp must be written as ${format.name} like those before it, got "${text}" in ` +
      `${place.source}, row ${place.row}, column ${place.column}. Correct the cell, or name the format with --time-format.`,
  );
}

function parseTwelveHours(text: string, first: 'day' | 'month'): number {
  const match = twelve.exec(text.trim());
  if (!match) return NaN;
  const hour = Number(match[4]);
  if (hour < 1 || hour > 12) return NaN;
  const afternoon = match[8].toUpperCase() === 'P' ? 12 : 0;
  return timeOf(match, first, (hour % 12) + afternoon);
}

function parseTwentyFourHours(text: string, first: 'day' | 'month'): number {
  const match = twentyFour.exec(text.trim());
  return match ? timeOf(match, first, Number(match[4])) : NaN;
}

function timeOf(match: RegExpExecArray, first: 'day' | 'month', hour: number): number {
  const [day, month] = first === 'day' ? [match[1], match[2]] : [match[2], match[1]];
  const seconds = Number(match[6] ?? 0) + Number(match[7] ?? 0);
  return utc(Number(match[3]), Number(month), Number(day), hour, Number(match[5]), seconds);
}

function parseIso(text: string): number {
  const match = iso.exec(text.trim());
  if (!match) return NaN;
  const [year, month, day, hour, minute] = match.slice(1, 6).map((part) => Number(part ?? 0));
  const seconds = Number(match[6] ?? 0) + Number(match[7] ?? 0);
  return utc(year, month, day, hour, minute, seconds) - zoneOf(match[8]);
}

/** Whether a text is a date, or a date with a time, that the calendar has. */
export function isMoment(text: string): boolean {
  return !Number.isNaN(parseIso(text));
}

/** Milliseconds that a zone such as +08:00 is ahead; none given means UTC. */
function zoneOf(zone: string | undefined): number {
  if (zone === undefined || zone === 'Z') return 0;
  const sign = zone.startsWith('-') ? -1 : 1;
  const digits = zone.replace(/\D/g, '');
  return sign * (Number(digits.slice(0, 2)) * 60 + Number(digits.slice(2))) * 60_000;
}

/** Whole numbers with so many digits: years 1973 to 2286, in whatever unit. */
function parseEpoch(text: string, fewest: number, most: number, unit: number): number {
  const match = /^(\d+)(\.\d+)?$/.exec(text.trim());
  if (!match || match[1].length < fewest || match[1].length > most) return NaN;
  return Number(text) * unit;
}

/** NaN for what no calendar has, such as 31 April or 25:00. */
function utc(
  year: number,
  month: number,
  day: number,
  hour: number,
  minute: number,
  seconds: number,
): number {
  if (hour > 23 || minute > 59 || seconds >= 60) return NaN;
  const midnight = Date.UTC(year, month - 1, day);
  const date = new Date(midnight);
  // Date.UTC carries 31 April over to 1 May
  if (date.getUTCMonth() !== month - 1 || date.getUTCDate() !== day) return NaN;
  if (date.getUTCFullYear() !== year) return NaN; // nor the year 50, for which it takes 1950
  return midnight + (hour * 60 + minute) * 60_000 + Math.round(seconds * 1e6) / 1e3;
}

/** Milliseconds since midnight of a text such as 10:44:53 or 1:10:10 PM; NaN for any other. */
export function parseTimeOfDay(text: string): number {
  const match = /^(\d{1,2}):(\d{2})(?::(\d{2}))?(?: *([AP])M)?$/i.exec(text.trim());
  if (!match) return NaN;
  const half = match[4]?.toUpperCase();
  const [shown, minute, second] = match.slice(1, 4).map((part) => Number(part ?? 0));
  if (minute > 59 || second > 59 || shown > 23) return NaN;
  if (half && (shown < 1 || shown > 12)) return NaN;
  const hour = half ? (shown % 12) + (half === 'P' ? 12 : 0) : shown;
  return (hour * 3600 + minute * 60 + second) * 1000;
}
