/** Histogram buckets. */
import { expect, test } from 'vitest';
import { histogramBuckets } from './histogram.js';

test('counts every value once, the largest in the last bucket', () => {
  expect(histogramBuckets([1, 2, 2, 3, 9], 4)).toEqual([1, 3, 3, 3, 5, 1, 5, 7, 0, 7, 9, 1]);
});

test('puts equal values into one bucket around them', () => {
  expect(histogramBuckets(Float32Array.of(4, 4))).toEqual([3.5, 4.5, 2]);
});

test('has no bucket where there is no value', () => {
  expect(histogramBuckets([])).toEqual([]);
});

test('refuses a value that is not finite, naming its place', () => {
  expect(() => histogramBuckets([1, NaN])).toThrow(
    'A histogram must have finite values, got NaN at 1.',
  );
});
