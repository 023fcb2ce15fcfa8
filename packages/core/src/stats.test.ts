/** Statistics, compared with NumPy. */
import { expect, test } from 'vitest';
import { DataError } from './errors.js';
import { mean, median, quantile, quantiles, standardDeviation } from './stats.js';

// expected values: NumPy 2.4.6, mean, std and quantile with their defaults
const VALUES = [3.5, -1.25, 7, 0.5, 2, 2, -9];

test('gives the mean and the deviation of NumPy', () => {
  expect(mean(VALUES)).toBe(0.6785714285714286);
  expect(standardDeviation(VALUES)).toBeCloseTo(4.611155506165544, 14); // order of summation differs
});

test('gives the quantiles of NumPy', () => {
  const expected = [-9, -4.35, -0.375, 2, 4.9, 6.895, 7];
  const found = quantiles(VALUES, [0, 0.1, 0.25, 0.5, 0.9, 0.995, 1]);
  found.forEach((value, i) => expect(value).toBeCloseTo(expected[i], 14)); // NumPy: 4.900000000000001
});

test('takes the mean of the two middle values as median, and leaves the values in order', () => {
  const values = Float32Array.of(4, 1, 3, 2);
  expect(median(values)).toBe(2.5);
  expect(values).toEqual(Float32Array.of(4, 1, 3, 2));
});

test('keeps double precision over float32 values', () => {
  const values = new Float32Array(100_000).fill(0.1);
  expect(mean(values)).toBeCloseTo(Math.fround(0.1), 12);
});

test('knows no mean of nothing', () => {
  expect(mean([])).toBeNaN();
  expect(standardDeviation([])).toBeNaN();
});

test('refuses quantiles of nothing, of NaN, and outside 0 to 1', () => {
  expect(() => quantile([], 0.5)).toThrow(DataError);
  expect(() => quantile([], 0.5)).toThrow('at least one value and no NaN, got no values.');
  expect(() => quantile([1, NaN], 0.5)).toThrow('got a NaN.');
  expect(() => quantile([1], 95)).toThrow('q must be between 0 and 1, got 95.');
  expect(() => quantile([1], NaN)).toThrow('q must be between 0 and 1, got NaN.');
});
