/**
 * A fast path for the form that nearly all cells of a recording have: `<c r="B7" s="1"><v>2.47</v></c>`.
 *
 * The scanner would walk through its two tags and its text one by one, with a state in between; on
 * a sheet of SWaT this takes half the time. Whatever looks different in a single byte is left to
 * the scanner, which alone decides what is right or wrong.
 */
import { POWERS } from '../cells/number-text.js';

const SPACE = 32;
const QUOTE = 34;
const MINUS = 45;
const POINT = 46;
const SLASH = 47;
const ZERO = 48;
const NINE = 57;
const LESS = 60;
const EQUALS = 61;
const GREATER = 62;
const C = 99;
const R = 114;
const S = 115;
const V = 118;

/** More bytes than such a cell has, so that none is looked for behind the end of the buffer. */
const ENOUGH = 80;

/** The cell last read. One object for all of them: there are 26 million in a sheet of SWaT. */
export class PlainCell {
  /** Counted from 0. */
  column = 0;
  /** Its index in `cellXfs`. */
  style = 0;
  /** The double nearest to the decimal, see `parseNumber`. */
  value = 0;

  /**
   * Reads the cell at `p`, where a tag opens.
   *
   * @param n how many bytes there are
   * @param row the row that its reference has to name
   * @returns where the cell ends; 0, with the fields undefined, when it is of another form
   */
  read(b: Buffer, p: number, n: number, row: number): number {
    if (n - p < ENOUGH || b[p + 1] !== C || b[p + 2] !== SPACE || b[p + 3] !== R) return 0;
    if (b[p + 4] !== EQUALS || b[p + 5] !== QUOTE) return 0;
    let q = this.#reference(b, p + 6, row);
    if (q === 0) return 0;
    if (b[q] === GREATER) this.style = 0;
    else q = this.#style(b, q);
    if (q === 0 || b[q] !== GREATER || b[q + 1] !== LESS || b[q + 2] !== V || b[q + 3] !== GREATER)
      return 0;
    q = this.#number(b, q + 4);
    if (q === 0 || b[q] !== LESS || b[q + 1] !== SLASH || b[q + 2] !== V || b[q + 3] !== GREATER)
      return 0;
    if (b[q + 4] !== LESS || b[q + 5] !== SLASH || b[q + 6] !== C || b[q + 7] !== GREATER) return 0;
    return q + 8;
  }

  /** Reads a reference such as AB12 and the quote behind it. @returns what comes next, or 0 */
  #reference(b: Buffer, start: number, row: number): number {
    let p = start;
    let column = 0;
    for (; b[p] >= 65 && b[p] <= 90 && p < start + 3; p++) column = column * 26 + b[p] - 64;
    let named = 0;
    const end = p + 7;
    for (; b[p] >= ZERO && b[p] <= NINE && p < end; p++) named = named * 10 + b[p] - ZERO;
    this.column = column - 1;
    return column > 0 && named === row && b[p] === QUOTE ? p + 1 : 0;
  }

  /** Reads ` s="12"`. @returns what comes next, or 0 */
  #style(b: Buffer, start: number): number {
    if (b[start] !== SPACE || b[start + 1] !== S || b[start + 2] !== EQUALS) return 0;
    let p = start + 4;
    let style = 0;
    for (; b[p] >= ZERO && b[p] <= NINE && p < start + 9; p++) style = style * 10 + b[p] - ZERO;
    this.style = style;
    return b[start + 3] === QUOTE && b[p] === QUOTE ? p + 1 : 0;
  }

  /** Reads a number of up to 15 digits. @returns what comes next, or 0 */
  #number(b: Buffer, start: number): number {
    const first = b[start] === MINUS ? start + 1 : start;
    const end = first + 16;
    let p = first;
    let value = 0;
    for (; b[p] >= ZERO && b[p] <= NINE && p < end; p++) value = value * 10 + b[p] - ZERO;
    let digits = p - first;
    if (b[p] === POINT) {
      const point = ++p;
      for (; b[p] >= ZERO && b[p] <= NINE && p <= end; p++) value = value * 10 + b[p] - ZERO;
      const decimals = p - point;
      digits += decimals;
      value /= POWERS[decimals];
    }
    this.value = first > start ? -value : value;
    return digits > 0 && digits <= 15 ? p : 0;
  }
}
