/** Numbers written in ASCII bytes, without a string in between. */

const MINUS = 45;
const POINT = 46;
const ZERO = 48;
const NINE = 57;

/** 10^0 to 10^22, all of which are exact. */
export const POWERS: Float64Array = Float64Array.from({ length: 23 }, (_, k) => Number(`1e${k}`));
const WHOLE = /^\s*[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?\s*$/;

/**
 * The number in `bytes[start..end)`, the double nearest to the decimal; NaN when it is none.
 *
 * Up to 15 digits the digits are an exact integer and the power of ten is exact too, so that one
 * division rounds correctly; whatever is longer goes through Number.
 *
 * Source: Clinger 1990, "How to Read Floating Point Numbers Accurately", the fast case.
 */
export function parseNumber(bytes: Buffer, start: number, end: number): number {
  let at = start;
  const negative = bytes[at] === MINUS;
  if (negative) at++;
  let digits = 0;
  let value = 0;
  let decimals = -1; // none before the point
  for (; at < end; at++) {
    const byte = bytes[at];
    if (byte >= ZERO && byte <= NINE) {
      value = value * 10 + (byte - ZERO);
      digits++;
      if (decimals >= 0) decimals++;
    } else if (byte === POINT && decimals < 0) {
      decimals = 0;
    } else {
      return parseText(bytes.toString('latin1', start, end));
    }
  }
  if (digits === 0 || digits > 15) return parseText(bytes.toString('latin1', start, end));
  const magnitude = decimals > 0 ? value / POWERS[decimals] : value;
  return negative ? -magnitude : magnitude;
}

/** The number that the text is, as a whole and in decimal; NaN when it is none. */
export function parseText(text: string): number {
  return WHOLE.test(text) ? Number(text) : Number.NaN;
}
