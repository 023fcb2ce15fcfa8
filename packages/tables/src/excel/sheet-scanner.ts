/**
 * Reads the XML of a sheet as bytes, in one pass, and passes the cells to a sink.
 *
 * A general XML parser makes a string of everything and an object of every tag, which is what makes
 * reading a workbook slow; here bytes turn into numbers directly, and only the few elements that
 * hold cells are looked at. What a sheet of readings never needs is refused, not guessed: entities
 * of its own, CDATA, prefixed element names.
 * Source: ECMA-376 Part 1, 18.3.1 (worksheets) and 18.18.11 (cell types).
 */
import type { DataError } from '@anodec/core';
import { columnLetters, MAX_COLUMNS, MAX_ROWS, timeOfSerial } from './cell.js';
import type { CellSink } from './cell-sink.js';
import { parseNumber } from '../cells/number-text.js';
import { PlainCell } from './plain-cell.js';
import {
  type CellKind,
  FORMULA,
  isNameByte,
  isoTime,
  KINDS,
  LETTER_C,
  LETTER_F,
  LETTER_T,
  LETTER_V,
  nameCode,
  readDigits,
  refuseSheet,
  type ScannerContext,
} from './sheet-names.js';
import { decodeXml } from './xml-text.js';

const TAB = 9;
const LF = 10;
const CR = 13;
const SPACE = 32;
const BANG = 33;
const QUOTE = 34;
const APOSTROPHE = 39;
const SLASH = 47;
const LESS = 60;
const EQUALS = 61;
const GREATER = 62;
const QUESTION = 63;

/** The longest tag or text in a sheet; Excel's longest cell needs a fifth of it. */
const MAX_TOKEN = 4 << 20;

/** Takes the bytes of a sheet in pieces of any size. */
export class SheetScanner {
  readonly #context: ScannerContext;
  readonly #sink: CellSink;
  #carry: Buffer = Buffer.alloc(0);
  #place: 'before' | 'data' | 'row' | 'cell' | 'after' = 'before';
  #row = 0;
  // attributes of the tag last read, as far as they matter here
  #ref = 0;
  #refEnd = 0;
  #style = 0;
  #kind: CellKind = 'number';
  /** Which of the attributes with a name of one letter the tag had. */
  #seen = 0;
  readonly #plain = new PlainCell();
  // the cell being read
  #column = -1;
  /** Names of the elements open within the cell, as `nameCode` has them. */
  readonly #open: number[] = [];
  #capture = false;
  #hints = false;
  #formula = false;
  #hasResult = false;
  #hasValue = false;
  #value = 0;
  #text = '';

  constructor(context: ScannerContext, sink: CellSink) {
    this.#context = context;
    this.#sink = sink;
  }

  /**
   * Takes the next bytes.
   *
   * @throws DataError at what is no sheet, or one this scanner does not understand
   */
  push(bytes: Buffer): void {
    if (this.#place === 'after') return;
    const buffer = this.#carry.length > 0 ? Buffer.concat([this.#carry, bytes]) : bytes;
    const used = this.#scan(buffer);
    this.#carry = buffer.subarray(used);
    if (this.#carry.length > MAX_TOKEN) throw this.#refuse('a tag or text of more than 4 MiB');
  }

  /** @throws DataError when the sheet has not come to its end */
  end(): void {
    if (this.#place === 'after') return;
    if (this.#place === 'before') throw this.#refuse('a sheet without sheetData');
    throw this.#refuse(`the end of the sheet in the middle of row ${this.#row}`);
  }

  /** Reads whole tags and texts; returns where the first incomplete one begins. */
  #scan(b: Buffer): number {
    const n = b.length;
    let p = 0;
    while (p < n) {
      if (b[p] === LESS) {
        const plainEnd = this.#place === 'row' ? this.#plainCell(b, p, n) : 0;
        if (plainEnd > 0) {
          p = plainEnd;
          continue;
        }
        const next = this.#tag(b, p, n);
        if (next < 0) return p;
        p = next;
        if (this.#place === 'after') return n;
      } else {
        let q = p + 1;
        while (q < n && b[q] !== LESS) q++;
        if (this.#capture) {
          if (q === n) return p;
          this.#take(b, p, q);
        } else if (this.#place !== 'before' && !this.#mayHoldText()) this.#checkBlank(b, p, q);
        p = q;
      }
    }
    return n;
  }

  /** Passes on the cell at p if it is a plain one; returns where it ends, or 0. */
  #plainCell(b: Buffer, p: number, n: number): number {
    const cell = this.#plain;
    const end = cell.read(b, p, n, this.#row);
    if (end === 0 || cell.column >= MAX_COLUMNS) return 0;
    this.#column = cell.column;
    this.#passNumber(cell.value, cell.style);
    return end;
  }

  /** Reads the tag at p; returns where it ends, or -1 when it goes on in the next bytes. */
  #tag(b: Buffer, p: number, n: number): number {
    if (p + 1 >= n) return -1;
    const first = b[p + 1];
    if (first === SLASH) return this.#closingTag(b, p, n);
    if (first === BANG || first === QUESTION) return this.#markup(b, p, n);
    let q = p + 2;
    while (q < n && b[q] > SPACE && b[q] !== GREATER && b[q] !== SLASH) q++;
    const end = this.#attributes(b, q, n);
    if (end < 0) return -1;
    this.#openingTag(b, p + 1, q, b[end - 2] === SLASH);
    return end;
  }

  /**
   * Walks over the attributes of a tag, keeping `r`, `s` and `t`.
   *
   * @returns where the tag ends, or -1 when it goes on in the next bytes
   */
  #attributes(b: Buffer, from: number, n: number): number {
    const holdsCells = this.#place === 'row' || this.#place === 'data';
    if (holdsCells) {
      this.#ref = this.#refEnd = this.#style = 0;
      this.#kind = 'number';
      this.#seen = 0;
    }
    let p = from;
    while (p < n) {
      const byte = b[p];
      if (byte === GREATER) return p + 1;
      if (byte === SPACE || byte === SLASH || byte === LF || byte === CR || byte === TAB) {
        p++;
        continue;
      }
      const name = p;
      while (p < n && isNameByte(b[p])) p++;
      const length = p - name;
      while (p < n && b[p] <= SPACE) p++;
      if (p + 1 >= n) return -1;
      const quote = b[p + 1];
      const wellFormed = length > 0 && b[p] === EQUALS && b[name - 1] <= SPACE;
      if (!wellFormed || (quote !== QUOTE && quote !== APOSTROPHE))
        throw this.#refuse(`a tag that is not well formed in row ${this.#row}`);
      const start = p + 2;
      let end = start;
      while (end < n && b[end] !== quote && b[end] !== LESS) end++;
      if (end === n) return -1;
      if (b[end] === LESS) throw this.#refuse(`a tag that is not well formed in row ${this.#row}`);
      if (length === 1 && holdsCells) this.#attribute(b, b[name], start, end);
      p = end + 1;
    }
    return -1;
  }

  #attribute(b: Buffer, name: number, start: number, end: number): void {
    const bit = 1 << (name & 31);
    if (this.#seen & bit) throw this.#refuse(`a tag that is not well formed in row ${this.#row}`);
    this.#seen |= bit;
    if (name === 114) {
      this.#ref = start; // r, where the cell is
      this.#refEnd = end;
    } else if (name === 115) {
      this.#style = readDigits(this.#context.source, b, start, end); // s, its style
    } else if (name === LETTER_T) {
      const kind = b.toString('latin1', start, end);
      if (this.#place === 'row' && !Object.hasOwn(KINDS, kind)) {
        throw this.#refuse(`a cell of the unknown type "${kind}"`);
      }
      this.#kind = KINDS[kind];
    }
  }

  /** Acts on an opening tag whose name is b[start..end). */
  #openingTag(b: Buffer, start: number, end: number, closed: boolean): void {
    const length = end - start;
    if (this.#place === 'cell') {
      const known =
        length === 2 || (length === 1 && (b[start] === LETTER_F || b[start] === LETTER_V));
      if (this.#capture || (this.#open.length === 0 && !known)) throw this.#strange(b, start, end);
      if (!closed) {
        this.#open.push(nameCode(b, start, length));
        this.#openInCell(b[start], length);
      } else if (length === 1 && b[start] === LETTER_F) this.#formula = true;
    } else if (this.#place === 'row') {
      if (length !== 1 || b[start] !== LETTER_C) throw this.#strange(b, start, end);
      this.#openCell(b, closed);
    } else if (this.#place === 'data') {
      if (b.toString('latin1', start, end) !== 'row') throw this.#strange(b, start, end);
      this.#openRow(b, closed);
    } else if (length === 9 && b.toString('latin1', start, end) === 'sheetData') {
      this.#place = closed ? 'after' : 'data';
    }
  }

  #openInCell(first: number, length: number): void {
    if (length === 3) this.#hints = true; // rPh, how to pronounce the text beside it
    if (length !== 1) return;
    if (first === LETTER_F) this.#formula = true;
    if (first === LETTER_V) this.#hasResult = true;
    if (first === LETTER_V || (first === LETTER_T && !this.#hints)) this.#capture = true;
  }

  #openRow(b: Buffer, closed: boolean): void {
    const row =
      this.#refEnd > 0
        ? readDigits(this.#context.source, b, this.#ref, this.#refEnd)
        : this.#row + 1;
    if (row <= this.#row || row > MAX_ROWS) {
      throw this.#refuse(`row ${row} after row ${this.#row}`);
    }
    this.#row = row;
    this.#column = -1;
    this.#sink.beginRow(row);
    if (closed) this.#sink.endRow();
    else this.#place = 'row';
  }

  #openCell(b: Buffer, closed: boolean): void {
    this.#column = this.#refEnd > 0 ? this.#columnOf(b) : this.#column + 1;
    if (this.#column >= MAX_COLUMNS) throw this.#refuse('a cell beyond the last column');
    if (closed) return;
    this.#place = 'cell';
    this.#formula = this.#hasResult = this.#hasValue = this.#hints = false;
    this.#text = '';
  }

  /** The column of a reference such as AB12; it has to lie in the row that is being read. */
  #columnOf(b: Buffer): number {
    let column = 0;
    let p = this.#ref;
    while (p < this.#refEnd && b[p] >= 65 && b[p] <= 90) column = column * 26 + b[p++] - 64;
    const row = readDigits(this.#context.source, b, p, this.#refEnd);
    if (column === 0 || row !== this.#row) {
      const got = b.toString('latin1', this.#ref, this.#refEnd);
      throw this.#refuse(`a cell called ${got.slice(0, 20)} in row ${this.#row}`);
    }
    return column - 1;
  }

  #closingTag(b: Buffer, p: number, n: number): number {
    let end = p + 2;
    while (end < n && b[end] !== GREATER) end++;
    if (end === n) return -1;
    let length = end - p - 2;
    while (length > 0 && b[p + 1 + length] <= SPACE) length--;
    const start = p + 2;
    if (this.#place === 'cell') this.#closeInCell(b, start, length);
    else if (this.#place !== 'before') {
      const name = this.#place === 'row' ? 'row' : 'sheetData';
      if (b.toString('latin1', start, start + length) !== name) {
        throw this.#strange(b, start - 1, start + length);
      }
      if (this.#place === 'row') this.#sink.endRow();
      this.#place = this.#place === 'row' ? 'data' : 'after';
    }
    return end + 1;
  }

  #closeInCell(b: Buffer, start: number, length: number): void {
    this.#capture = false;
    if (length === 3) this.#hints = false;
    const opened = this.#open.pop();
    if (opened === undefined && length === 1 && b[start] === LETTER_C) this.#closeCell();
    else if (opened !== nameCode(b, start, length)) {
      throw this.#strange(b, start - 1, start + length);
    }
  }

  /** Comments and processing instructions are passed over; the rest could hide anything. */
  #markup(b: Buffer, p: number, n: number): number {
    if (n - p < 4) return -1;
    const comment = b.toString('latin1', p, p + 4) === '<!--';
    if (!comment && b[p + 1] === BANG) throw this.#refuse('a CDATA section or a DOCTYPE');
    const mark = comment ? '-->' : '?>';
    const end = b.indexOf(mark, p + 2, 'latin1');
    return end < 0 ? -1 : end + mark.length;
  }

  /** Takes the text b[start..end) of the cell's value. */
  #take(b: Buffer, start: number, end: number): void {
    if (this.#kind !== 'number') {
      this.#text += decodeXml(b.toString('utf8', start, end), this.#context.source);
      this.#hasValue = true;
      return;
    }
    // a comment within a number parts it
    if (this.#hasValue) throw this.#refuse(`a number in pieces in row ${this.#row}`);
    this.#value = parseNumber(b, start, end);
    this.#hasValue = true;
    if (Number.isNaN(this.#value)) this.#text = b.toString('utf8', start, end).slice(0, 60);
  }

  #closeCell(): void {
    this.#place = 'row';
    const column = this.#column;
    const sink = this.#sink;
    if (!this.#hasValue) {
      if (this.#formula && !this.#hasResult)
        sink.fault(column, 'a formula without a stored result');
      else if (this.#kind === 'text') sink.text(column, '');
      return;
    }
    switch (this.#kind) {
      case 'number':
        if (Number.isNaN(this.#value)) sink.fault(column, `"${this.#text}" as a number`);
        else this.#passNumber(this.#value, this.#style);
        return;
      case 'shared':
        return this.#passShared();
      case 'text':
        return sink.text(column, this.#text);
      case 'flag':
        return sink.flag(column, this.#text.trim() === '1' || this.#text.trim() === 'true');
      case 'error':
        return sink.fault(column, `the error ${this.#text.slice(0, 20)}`);
      case 'date': {
        const text = this.#text.trim();
        const time = isoTime(text);
        if (Number.isNaN(time)) return sink.fault(column, `"${text.slice(0, 60)}" as a date`);
        return sink.time(column, time);
      }
    }
  }

  #passNumber(value: number, style: number): void {
    const { dateStyles, epoch1904 } = this.#context;
    if (dateStyles[style]) this.#sink.time(this.#column, timeOfSerial(value, epoch1904));
    else this.#sink.number(this.#column, value);
  }

  #passShared(): void {
    const { strings } = this.#context;
    const index = /^\s*\d+\s*$/.test(this.#text) ? Number(this.#text) : -1;
    if (index < 0 || index >= strings.length) {
      const cell = `${columnLetters(this.#column)}${this.#row}`;
      throw this.#refuse(
        `shared string ${this.#text.slice(0, 20)} of ${strings.length} in cell ${cell}`,
      );
    }
    this.#sink.text(this.#column, strings[index]);
  }

  /** Whether text here is that of a formula or a phonetic hint, which are passed over. */
  #mayHoldText(): boolean {
    return this.#hints || this.#open.at(-1) === FORMULA;
  }

  /** Between elements that have no text of their own stands nothing but blanks. */
  #checkBlank(b: Buffer, start: number, end: number): void {
    for (let p = start; p < end; p++) {
      if (b[p] > SPACE) throw this.#refuse('text between the cells');
    }
  }

  #strange(b: Buffer, start: number, end: number): DataError {
    const tag = b.toString('latin1', start, Math.min(end, start + 20));
    return this.#refuse(`the tag <${tag}> in row ${this.#row}`);
  }

  #refuse(got: string): DataError {
    return refuseSheet(this.#context.source, got);
  }
}
