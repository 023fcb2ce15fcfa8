/** Tests of times as text. */
import { expect, test } from 'vitest';
import { formatTimestamp } from './format-timestamp.js';

test('writes a date, a duration or a row number, as the clock allows', () => {
  expect(formatTimestamp(Date.UTC(2016, 0, 2, 3, 4, 5), 'utc')).toBe('2016-01-02 03:04:05');
  expect(formatTimestamp(90_000, 'elapsed')).toBe('1 min 30 s');
  expect(formatTimestamp(7, 'rows')).toBe('row 7');
});
