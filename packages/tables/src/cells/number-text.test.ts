/** Numbers in ASCII bytes. */
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseNumber } from './number-text.js';

function parse(text: string): number {
  const bytes = Buffer.from(`<${text}>`);
  return parseNumber(bytes, 1, bytes.length - 1);
}

test('gives the double nearest to the decimal, as the engine reads it', () => {
  const digits = fc.stringMatching(/^\d{1,20}$/);
  const decimal = fc.tuple(fc.constantFrom('', '-'), digits, fc.option(digits));
  fc.assert(
    fc.property(decimal, ([sign, whole, fraction]) => {
      const text = `${sign}${whole}${fraction === null ? '' : `.${fraction}`}`;
      expect(parse(text)).toBe(Number(text));
    }),
    { numRuns: 2000, seed: 42 },
  );
});

test.each([
  ['2.470294', 2.470294],
  ['-0.000001', -1e-6],
  ['.5', 0.5],
  ['1.', 1],
  ['1E+21', 1e21],
  [' 7 ', 7],
  ['12345678901234.25', 12345678901234.25],
  ['0.1234567890123456789', 0.12345678901234568],
])('reads %j', (text, value) => {
  expect(parse(text)).toBe(value);
});

test.each(['', '-', '.', '1,5', '0x10', 'Infinity', 'NaN', '1e', '--1', '1.2.3', '1 2'])(
  'takes %j for no number',
  (text) => {
    expect(parse(text)).toBeNaN();
  },
);
