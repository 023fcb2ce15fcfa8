/** The fast path for plain cells. */
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { PlainCell } from './plain-cell.js';

/** What is a plain cell, in other words than the reader's own. */
const PLAIN = /^<c r="([A-Z]{1,3})7"(?: s="(\d{1,5})")?><v>(-?(?:\d+\.?\d*|\.\d+))<\/v><\/c>/;
const FOLLOWING = ' '.repeat(80);

function read(xml: string): PlainCell & { end: number } {
  const bytes = Buffer.from(`?${xml}${FOLLOWING}`, 'latin1');
  const cell = new PlainCell();
  const end = cell.read(bytes, 1, bytes.length, 7);
  return Object.assign(cell, { end });
}

test('reads column, style and the nearest double', () => {
  expect(read('<c r="AB7" s="12"><v>-2.470294</v></c>')).toMatchObject({
    column: 27,
    style: 12,
    value: -2.470294,
    end: 39,
  });
  expect(read('<c r="XFD7"><v>0.30000000000001</v></c>').value).toBe(0.30000000000001);
});

test.each([
  ['a number of 16 digits', '<c r="A7"><v>0.1234567890123456</v></c>'],
  ['an exponent', '<c r="A7"><v>1e-5</v></c>'],
  ['no digit', '<c r="A7"><v>-</v></c>'],
  ['another row', '<c r="A8"><v>1</v></c>'],
  ['no column', '<c r="7"><v>1</v></c>'],
  ['a type', '<c r="A7" t="s"><v>1</v></c>'],
  ['a formula', '<c r="A7"><f>B1</f><v>1</v></c>'],
  ['another order', '<c s="1" r="A7"><v>1</v></c>'],
])('leaves %s to the scanner', (_, xml) => {
  expect(read(xml).end).toBe(0);
});

test('leaves a cell near the end of the bytes to the scanner', () => {
  const bytes = Buffer.from('</v></c><c r="A7"><v>12</v></c>');
  for (let n = 8; n <= bytes.length; n++) {
    expect(new PlainCell().read(bytes.subarray(0, n), 8, n, 7)).toBe(0);
  }
});

test('reads nothing that one changed byte makes another cell', () => {
  const byte = fc.constantFrom(...Buffer.from('<>/"=. -0179ABcrsvt'));
  const digits = fc.oneof(
    fc.integer().map(String),
    fc.double({ min: -1e6, max: 1e6, noNaN: true }).map((value) => value.toFixed(6)),
  );
  fc.assert(
    fc.property(digits, fc.nat(40), byte, (text, place, other) => {
      const bytes = Buffer.from(`<c r="C7" s="3"><v>${text}</v></c>`);
      if (place > 0 && place < bytes.length) bytes[place] = other;
      const xml = bytes.toString('latin1');
      const match = PLAIN.exec(xml);
      const [, , style = 0, value = ''] = match ?? [];
      const isPlain = match !== null && value.replace(/\D/g, '').length <= 15;
      const cell = read(xml);
      expect(cell.end > 0 && [cell.value, cell.style]).toEqual(
        isPlain && [Number(value), Number(style)],
      );
    }),
    { numRuns: 2000, seed: 42 },
  );
});
