/** Cells of a sheet: their values, their names, and dates as serial numbers. */
import { DAY } from '@anodec/core';

/**
 * The value of a cell; null is an empty one. A Date is read in UTC, since workbooks know no zone; a
 * time of day without a date lies on 1899-12-30, the day that sheets count from.
 */
export type Cell = string | number | boolean | Date | null;

/** Days from 1899-12-30 to 1970-01-01. */
const EPOCH_DAYS = 25_569;
/** Days that books with the epoch of 1904 count less. */
const DAYS_TO_1904 = 1462;

/** The most rows and columns that a sheet can have (ECMA-376 names none; Excel stops here). */
export const MAX_ROWS = 1_048_576;
export const MAX_COLUMNS = 16_384;

/**
 * Milliseconds since 1970 of a serial day number, rounded to the millisecond.
 *
 * Serials below 61 lie in front of 29 February 1900, which exists in Excel only; they are taken as
 * days after 1899-12-30, so that a fraction of a day keeps its time.
 */
export function timeOfSerial(serial: number, epoch1904: boolean): number {
  return Math.round((serial - EPOCH_DAYS + (epoch1904 ? DAYS_TO_1904 : 0)) * DAY);
}

/** The serial day number of milliseconds since 1970, in a book with the epoch of 1900. */
export function serialOfTime(milliseconds: number): number {
  return milliseconds / DAY + EPOCH_DAYS;
}

/** The letters of a column counted from 0: A, B, ..., Z, AA. */
export function columnLetters(column: number): string {
  let letters = '';
  for (let rest = column + 1; rest > 0; rest = Math.floor((rest - 1) / 26)) {
    letters = String.fromCharCode(65 + ((rest - 1) % 26)) + letters;
  }
  return letters;
}
