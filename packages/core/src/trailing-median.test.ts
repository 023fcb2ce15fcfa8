/** The trailing median, compared with sorting. */
import { expect, test } from 'vitest';
import { createRandom } from './random.js';
import { median } from './stats.js';
import { createTrailingMedian } from './trailing-median.js';

test('is the median of the latest values, as sorting them each time gives it', () => {
  const random = createRandom(7);
  const values = Array.from({ length: 200 }, () => random.integer(12)); // many ties
  for (const capacity of [1, 2, 5, 16]) {
    const window = createTrailingMedian(capacity);
    values.forEach((value, t) => {
      window.push(value);
      expect(window.value()).toBe(median(values.slice(Math.max(0, t + 1 - capacity), t + 1)));
    });
  }
});

test('begins full of a value when one is given, and forgets it one push at a time', () => {
  const window = createTrailingMedian(3, 10);
  expect(window.value()).toBe(10);
  window.push(1);
  expect(window.value()).toBe(10);
  window.push(2);
  expect(window.value()).toBe(2);
});

test('is no number before the first value', () => {
  expect(createTrailingMedian(3).value()).toBeNaN();
});
