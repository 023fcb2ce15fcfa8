/** The rows of a day. */
import { expect, test } from 'vitest';
import { createFrame } from './frame.js';
import { rowsOfDay } from './rows-of-day.js';

test('finds the rows of a day, and none of a day that no month has', () => {
  const frame = createFrame({
    values: new Float32Array(4),
    channels: ['a'],
    timestamps: Float64Array.of(28, 60, 61, 90).map((hours) => Date.UTC(2015, 2, 1, hours)),
    clock: 'utc',
  });
  expect(rowsOfDay(frame, '2015-03-03', 'a.csv')).toEqual({ start: 1, end: 3 });
  expect(rowsOfDay(frame, 'all', 'a.csv')).toEqual({ start: 0, end: 4 });
  expect(() => rowsOfDay(frame, '2015-02-30', 'a.csv')).toThrow(
    'There must be rows on 2015-02-30 in a.csv, which has rows on 2015-03-02, 2015-03-03, 2015-03-04.',
  );
});
