/** Tests of numbers as the tables write them. */
import { expect, test } from 'vitest';
import { readNumber } from './read-number.js';

test('reads decimal commas only where the table has them', () => {
  expect(readNumber('106,2', { decimal: ',' })).toBe(106.2);
  expect(readNumber('106,2', {})).toBeNaN();
  expect(readNumber('1.062', { decimal: ',' })).toBeNaN();
});

test('joins groups of three digits, whatever blank is between them', () => {
  expect(readNumber('2 085', { blanks: true })).toBe(2085);
  expect(readNumber('12\u00a0085', { blanks: true })).toBe(12_085);
  expect(readNumber('835', { blanks: true })).toBe(835);
  expect(readNumber('20 85', { blanks: true })).toBeNaN();
  expect(readNumber('2 0851', { blanks: true })).toBeNaN();
  expect(readNumber('2 085', {})).toBeNaN();
});

test('takes no text for a number', () => {
  expect(readNumber('about 5', {})).toBeNaN();
  expect(readNumber('', {})).toBeNaN();
});
