/** Which values count as records. */
import { expect, test } from 'vitest';
import { isRecord } from './is-record.js';

test('takes objects with named fields and nothing else', () => {
  expect([{}, { a: 1 }, new Date(0)].every(isRecord)).toBe(true);
  expect([null, undefined, [], [1], 'text', 1, true].some(isRecord)).toBe(false);
});
