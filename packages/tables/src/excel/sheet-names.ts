/** Constants of the sheet scanner: names of elements, kinds of cells, digits, dates. */
import { DataError } from '@anodec/core';

const SLASH = 47;
const ZERO = 48;
export const LETTER_C = 99;
export const LETTER_V = 118;
export const LETTER_F = 102;
export const LETTER_T = 116;

/** The kind of a cell, by its attribute `t`. */
export const KINDS: Readonly<Record<string, CellKind>> = {
  n: 'number',
  s: 'shared',
  str: 'text',
  inlineStr: 'text',
  b: 'flag',
  e: 'error',
  d: 'date',
};
export type CellKind = 'number' | 'shared' | 'text' | 'flag' | 'error' | 'date';

/** A number for each name of an element, without a string for each. */
export function nameCode(b: Buffer, start: number, length: number): number {
  return b[start] | (b[start + length - 1] << 8) | (length << 16);
}

/** Letters, digits and what else is in the names of attributes; anything beyond ASCII too. */
export function isNameByte(byte: number): boolean {
  if (byte >= 97 && byte <= 122) return true;
  return (byte >= 45 && byte <= 58 && byte !== SLASH) || (byte >= 65 && byte <= 95) || byte > 127;
}

/** `nameCode` of `f`. */
export const FORMULA = LETTER_F | (LETTER_F << 8) | (1 << 16);

const ISO_DATE = /^\d{4}-\d\d-\d\d(?:T\d\d:\d\d(?::\d\d(?:\.\d+)?)?(Z|[+-]\d\d:\d\d)?)?$/;

/** Milliseconds since 1970 of a date as ISO 8601 writes it, in UTC where it names no zone. */
export function isoTime(text: string): number {
  const match = ISO_DATE.exec(text);
  if (!match) return Number.NaN;
  return Date.parse(match[1] || !text.includes('T') ? text : `${text}Z`);
}

/** Parts of the book that the cells of a sheet refer to. */
export interface ScannerContext {
  /** The name of the file in messages. */
  readonly source: string;
  readonly strings: readonly string[];
  readonly dateStyles: readonly boolean[];
  readonly epoch1904: boolean;
}

/** The whole number in digits. @throws DataError when other characters are among them */
export function readDigits(source: string, b: Buffer, start: number, end: number): number {
  let value = 0;
  for (let p = start; p < end; p++) {
    const digit = b[p] - ZERO;
    if (digit < 0 || digit > 9) {
      const text = b.toString('latin1', start, Math.min(end, start + 20));
      throw refuseSheet(source, `"${text}" for a number`);
    }
    value = value * 10 + digit;
  }
  return value;
}

/** The error of a sheet that violates the format. */
export function refuseSheet(source: string, got: string): DataError {
  return new DataError(
    `${source} must hold a sheet as Excel writes it, got ${got}. ` +
      'Save it again with Excel or LibreOffice, or read it with `reader: exceljs`.',
  );
}
