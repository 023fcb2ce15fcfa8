/**
 * Timestamps as texts: the format is decided once and is strict from then on.
 *
 * `Date.parse` is not used: it takes an ambiguous date month-first, which made the original lose
 * 2 January 2016, and it knows local time. Everything here is UTC.
 */
import { ConfigError, DataError } from '@anodec/core';
import type { CellPlace } from './cell-place.js';
import { NUMBER_TIMES, type NumberTimes } from './number-times.js';
import { type ParseTime, type TimeFormat, timeFormats } from './time-formats.js';
import { compileTimePattern } from './time-pattern.js';

/** All that read a text as a point in time, in the order in which they are tried. */
export const TIME_READERS: readonly ParseTime[] = timeFormats.map(({ parse }) => parse);

/** Names of all formats, of texts and of numbers, for settings. */
export const TIME_FORMATS: readonly string[] = [
  ...new Set([...timeFormats, ...NUMBER_TIMES].map(({ name }) => name)),
];

/**
 * The formats that a column may have, from its first cells: the one that reads the most cells before
 * it fails, followed by those that read as many of them as other dates. Day comes before month.
 *
 * @param texts the first cells; empty ones do not count
 * @throws DataError when no format reads the first cell
 */
export function detectTimeFormats(
  texts: readonly string[],
  place: CellPlace,
): readonly [TimeFormat, ...TimeFormat[]] {
  const samples = texts.filter((text) => text.trim() !== '');
  const readable = timeFormats.map(({ parse }) => {
    const failure = samples.findIndex((text) => Number.isNaN(parse(text)));
    return failure < 0 ? samples.length : failure;
  });
  const most = Math.max(...readable);
  if (most === 0) throw refuseColumn(samples[0] ?? '', place);
  const best = timeFormats[readable.indexOf(most)];
  const rivals = timeFormats.filter(
    (other, f) => other !== best && best.isAmbiguous && other.isAmbiguous && readable[f] === most,
  );
  return [best, ...rivals];
}

/** The likeliest of `detectTimeFormats`, for single cells and lists too short to compare. */
export function detectTimeFormat(texts: readonly string[], place: CellPlace): TimeFormat {
  return detectTimeFormats(texts, place)[0];
}

/**
 * The format of texts that a setting names, or a pattern such as dd/MM/yy HH describes.
 *
 * @throws ConfigError when there is no such format, and it is no pattern either
 */
export function timeFormatNamed(name: string): TimeFormat {
  const format = timeFormats.find((known) => known.name === name);
  if (format) return format;
  try {
    return compileTimePattern(name);
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    throw new ConfigError(
      `There is no time format "${name}". Known are: ${TIME_FORMATS.join(', ')}. ${error.message}`,
      { cause: error },
    );
  }
}

/** The format of numbers that a setting names; undefined where it names one of texts. */
export function numberTimesNamed(name: string): NumberTimes | undefined {
  return NUMBER_TIMES.find((known) => known.name === name);
}

/** Whether a setting names a format or describes one. */
export function isTimeFormat(name: string): boolean {
  if (TIME_FORMATS.includes(name)) return true;
  try {
    compileTimePattern(name);
    return true;
  } catch (error) {
    if (error instanceof ConfigError) return false;
    throw error;
  }
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
  throw refuseCell(format.name, text, place);
}

/** The error of a cell that does not have the format of its column. */
export function refuseCell(format: string, text: string, place: CellPlace): DataError {
  return new DataError(
    `A timestamp must be written as ${format} like those before it, got "${text}" in ` +
      `${place.source}, row ${place.row}, column ${place.column}. Correct the cell, or name ` +
      'another `timeFormat`.',
  );
}

function refuseColumn(text: string, place: CellPlace): DataError {
  return new DataError(
    `The time column ${place.column} must have timestamps such as 28/12/2015 10:29:14 AM or ` +
      `2015-12-28 10:29:14, got "${text}" in ${place.source}, row ${place.row}. Describe them ` +
      'with a `timeFormat` such as "dd/MM/yy HH:mm", or name another `timeColumn`, or none.',
  );
}

const iso = timeFormats.find(({ name }) => name === 'ISO 8601');

/** Whether a text is a date, or a date with a time before 24:00, that the calendar has. */
export function isMoment(text: string): boolean {
  return iso !== undefined && !Number.isNaN(iso.parse(text)) && !/[T ]24/.test(text);
}
