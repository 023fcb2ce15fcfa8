/** Timestamps as in the original exports. */
import { expect, test } from 'vitest';
import { createTimestampWriter } from './timestamp-text.js';

test('writes times as the exports do: a blank, day first, 12 hours', () => {
  const write = createTimestampWriter(false);
  const text = (...parts: [number, number, number, number, number, number]): string =>
    write(Date.UTC(parts[0], parts[1] - 1, parts[2], parts[3], parts[4], parts[5]));
  expect(text(2015, 12, 28, 10, 0, 0)).toBe(' 28/12/2015 10:00:00 AM');
  expect(text(2015, 12, 28, 13, 10, 10)).toBe(' 28/12/2015 1:10:10 PM');
  expect(text(2016, 1, 2, 0, 0, 1)).toBe(' 2/1/2016 12:00:01 AM');
  expect(text(2016, 1, 2, 12, 59, 59)).toBe(' 2/1/2016 12:59:59 PM');
});

test('pads hours where asked to', () => {
  const write = createTimestampWriter(true);
  expect(write(Date.UTC(2015, 11, 22, 16, 5, 9))).toBe(' 22/12/2015 04:05:09 PM');
});
