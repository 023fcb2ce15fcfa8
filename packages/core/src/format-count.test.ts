/** Counts as text. */
import { expect, test } from 'vitest';
import { formatCount, countOf } from './format-count.js';

test('separates thousands by commas, whatever the language of the machine', () => {
  expect([0, 999, 1000, 1_234_567].map(formatCount)).toEqual(['0', '999', '1,000', '1,234,567']);
});

test('counts one thing in the singular', () => {
  expect([0, 1, 2, 1200].map((n) => countOf(n, 'row'))).toEqual([
    '0 rows',
    '1 row',
    '2 rows',
    '1,200 rows',
  ]);
});
