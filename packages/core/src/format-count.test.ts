/** Counts as text. */
import { expect, test } from 'vitest';
import { formatCount } from './format-count.js';

test('separates thousands by commas, whatever the language of the machine', () => {
  expect([0, 999, 1000, 1_234_567].map(formatCount)).toEqual(['0', '999', '1,000', '1,234,567']);
});
