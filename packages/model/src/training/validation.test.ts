/** Tests of which loss is the lower one. */
import { expect, test } from 'vitest';
import { isLower } from './validation.js';

test.each([
  [1, undefined, true],
  [NaN, undefined, true],
  [1, 2, true],
  [2, 2, false],
  [1, NaN, true],
  [NaN, NaN, false],
  [NaN, 1, false],
  [Infinity, NaN, true],
])('%d after a best loss of %s: lower is %s', (loss, best, expected) => {
  expect(isLower(loss, best)).toBe(expected);
});
