/**
 * Rows as the XML of a sheet.
 *
 * Text is written into its cell (inlineStr) and not into the shared table, which would have to be
 * kept in memory to the end; the price is a larger sheet, most of which the compression takes back.
 */
import { DataError } from '@anodec/core';
import { type Cell, columnLetters, MAX_COLUMNS, MAX_ROWS, serialOfTime } from './cell.js';
import { FORBIDDEN } from './xml-text.js';

/** Cell styles of the written book, by their index in `cellXfs`. */
export const STYLES = { plain: 0, dateTime: 1, timeOfDay: 2 } as const;

/** The longest text that Excel takes into one cell. */
const MAX_TEXT = 32_767;
const SPECIAL = /[&<>"\r]/g;
/** A blank at either end, which XML readers may drop without xml:space. */
const BORDER_BLANK = /^\s|\s$/;

const letters: string[] = [];

/**
 * One row as XML.
 *
 * @param row its number, counted from 1
 * @throws DataError at a value that a cell cannot hold
 */
export function rowXml(cells: readonly Cell[], row: number): string {
  if (row > MAX_ROWS || cells.length > MAX_COLUMNS) {
    throw new DataError(
      `A sheet must have at most ${MAX_ROWS} rows and ${MAX_COLUMNS} columns, ` +
        `got row ${row} with ${cells.length} columns. Spread the rows over several workbooks.`,
    );
  }
  while (letters.length < cells.length) letters.push(columnLetters(letters.length));
  let xml = `<row r="${row}">`;
  for (let c = 0; c < cells.length; c++) {
    const cell = cells[c];
    if (cell !== null) xml += cellXml(cell, letters[c] + row);
  }
  return `${xml}</row>`;
}

function cellXml(cell: Exclude<Cell, null>, at: string): string {
  if (typeof cell === 'number') {
    if (!Number.isFinite(cell)) throw notStorable(at, 'a finite number', String(cell));
    return `<c r="${at}"><v>${cell}</v></c>`;
  }
  if (typeof cell === 'string') return textXml(cell, at);
  if (typeof cell === 'boolean') return `<c r="${at}" t="b"><v>${cell ? 1 : 0}</v></c>`;
  return dateXml(cell, at);
}

function textXml(text: string, at: string): string {
  if (text.length > MAX_TEXT) {
    throw notStorable(at, `text of at most ${MAX_TEXT} characters`, `${text.length} characters`);
  }
  if (FORBIDDEN.test(text)) {
    throw notStorable(at, 'text without control characters', JSON.stringify(text.slice(0, 60)));
  }
  const space = BORDER_BLANK.test(text) ? ' xml:space="preserve"' : '';
  return `<c r="${at}" t="inlineStr"><is><t${space}>${escapeXml(text)}</t></is></c>`;
}

function dateXml(date: Date, at: string): string {
  const serial = serialOfTime(date.getTime());
  // Excel numbers the days before 1900-03-01 one too low; only times of day are safe down there
  if (!(serial >= 61) && !(serial >= 0 && serial < 1)) {
    const got = Number.isNaN(serial) ? 'an invalid date' : date.toISOString();
    throw notStorable(at, 'a date from 1900-03-01 on, or a time of day on 1899-12-30', got);
  }
  const style = serial < 1 ? STYLES.timeOfDay : STYLES.dateTime;
  return `<c r="${at}" s="${style}"><v>${serial}</v></c>`;
}

/** Text as it stands between tags and in attributes. */
export function escapeXml(text: string): string {
  return text.replace(SPECIAL, (special) => ESCAPES[special]);
}

const ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  '\r': '&#13;', // bare, it would come back as a line feed
};

function notStorable(at: string, must: string, got: string): DataError {
  return new DataError(`Cell ${at} must be ${must}, got ${got}. Write null for an empty cell.`);
}
