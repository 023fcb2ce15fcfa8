/**
 * Writes text tables: comma separated, UTF-8, one line of names.
 *
 * A spreadsheet evaluates a cell that begins like a formula. Texts may come from anywhere, so such a
 * text, also the name of a column, gets an apostrophe in front, which spreadsheets show as the text
 * itself. Texts that are plain numbers, such as -5, stay as they are.
 *
 * Source: OWASP, "CSV Injection"; RFC 4180 for quotation marks.
 */
import { PassThrough } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import { openWriteStream } from '@anodec/files';
import type { TableColumn } from '../table.js';
import type { BatchColumn, ColumnBatch } from './column-batch.js';
import type { OutgoingTable } from '../transfer/table-file.js';

/** Rows that are written together. */
const PIECE_ROWS = 1024;

/** Writes a text table. */
export async function writeCsv(path: string, table: OutgoingTable): Promise<void> {
  await pipeline(csvLines(table), await openWriteStream(path));
}

/** Writes a text table packed with gzip. */
export async function writePackedCsv(path: string, table: OutgoingTable): Promise<void> {
  const file = await openWriteStream(path);
  await pipeline(csvLines(table), new PassThrough(), createGzip(), file);
}

async function* csvLines({ columns, batches }: OutgoingTable): AsyncGenerator<string> {
  yield `${columns.map(({ name }) => quote(guardFormula(name))).join(',')}\n`;
  for await (const batch of batches) {
    for (let start = 0; start < batch.rows; start += PIECE_ROWS) {
      yield linesOf(batch, start, Math.min(batch.rows, start + PIECE_ROWS));
    }
  }
}

function linesOf({ columns }: ColumnBatch, start: number, end: number): string {
  const cells = columns.map(fieldWriter);
  let lines = '';
  for (let r = start; r < end; r++) {
    for (let k = 0; k < cells.length; k++) lines += (k > 0 ? ',' : '') + cells[k](r);
    lines += '\n';
  }
  return lines;
}

function fieldWriter(batch: BatchColumn): (row: number) => string {
  if ('texts' in batch) return (r) => quote(guardFormula(batch.texts[r]));
  const { column, numbers } = batch;
  const show = column.kind === 'time' ? timeText : numberText(column);
  return (r) => (Number.isNaN(numbers[r]) ? '' : show(numbers[r]));
}

/** The shortest digits that give the number back in the width that it was kept in; whole numbers in full. */
function numberText({ stored }: TableColumn): (value: number) => string {
  return stored === 'float32' ? float32Text : String;
}

/**
 * float32 keeps every decimal of six digits distinct, and nine digits keep every float32 distinct. Within the
 * usual sizes a power of ten is exact, so that scaling rounds as `toPrecision` does, in less time.
 */
function float32Text(value: number): string {
  const size = Math.abs(value);
  if (Number.isInteger(value) || !(size >= 1e-3 && size < 1e9)) return preciseText(value);
  const exponent = Math.floor(Math.log10(size));
  for (let digits = 6; digits < 9; digits++) {
    const scale = 10 ** (digits - 1 - exponent);
    const short = Math.round(value * scale) / scale;
    if (Math.fround(short) === value) return String(short);
  }
  return preciseText(value);
}

function preciseText(value: number): string {
  if (Number.isInteger(value)) return String(value);
  for (const digits of [6, 7, 8]) {
    const short = Number(value.toPrecision(digits));
    if (Math.fround(short) === value) return String(short);
  }
  return String(Number(value.toPrecision(9)));
}

/** Such as 2016-01-02 00:00:01, with as many decimals as it has, to the microsecond. */
function timeText(milliseconds: number): string {
  const whole = Math.floor(milliseconds / 1000);
  const seconds = new Date(whole * 1000).toISOString().slice(0, 19).replace('T', ' ');
  const micros = Math.round((milliseconds - whole * 1000) * 1000);
  if (micros === 0) return seconds;
  if (micros === 1_000_000) return timeText((whole + 1) * 1000);
  return `${seconds}.${String(micros).padStart(6, '0').replace(/0+$/, '')}`;
}

/**
 * A text that no spreadsheet takes for a formula: an apostrophe goes before =, +, -, @, also in full
 * width, tab and line ends, unless the text is a number.
 */
export function guardFormula(text: string): string {
  if (!/^\s*[=+\-@＝＋－＠]|^[\t\r\n]/.test(text)) return text;
  return /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(text) ? text : `'${text}`;
}

function quote(text: string): string {
  return /[",\r\n]|^\s|\s$/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
