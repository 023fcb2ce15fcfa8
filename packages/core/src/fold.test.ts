/** Tests of the foldings. */
import { expect, test } from 'vitest';
import { ShapeError } from './errors.js';
import { medianFolding, minFolding } from './fold-statistic.js';
import { lastRowFolding, meanFolding, windowMeanFolding } from './fold.js';
import { createFrame } from './frame.js';
import { slidingWindows } from './windows.js';

test('averages the windows that cover a row', () => {
  const folding = meanFolding(5, 1, 3);
  folding.add(0, Float32Array.of(1, 2, 3));
  folding.add(2, Float32Array.of(4, 5, 6));
  expect([...folding.finish()]).toEqual([1, 2, (3 + 4) / 2, 5, 6]);
});

test('leaves NaN where no window reaches', () => {
  const folding = meanFolding(3, 2, 1);
  folding.add(1, Float32Array.of(7, 8));
  expect([...folding.finish()]).toEqual([NaN, NaN, 7, 8, NaN, NaN]);
});

test('takes each row from the window that ends with it', () => {
  const folding = lastRowFolding(4, 2, 2);
  folding.add(0, Float32Array.of(1, 2, 3, 4));
  folding.add(2, Float32Array.of(5, 6, 7, 8));
  expect([...folding.finish()]).toEqual([NaN, NaN, 3, 4, NaN, NaN, 7, 8]);
});

test('gives the mean of a window to its last row, without missing values', () => {
  const folding = windowMeanFolding(5, 2, 2);
  folding.add(0, Float32Array.of(1, 2, 3, 5));
  folding.add(2, Float32Array.of(NaN, NaN, 6, NaN));
  expect([...folding.finish()]).toEqual([NaN, NaN, 2, 3.5, NaN, NaN, 6, NaN, NaN, NaN]);
});

test.each([
  ['median', medianFolding, [NaN, 1, 3, 5, 5, 7, 9, NaN]],
  ['smallest', minFolding, [NaN, 1, 2, 3, 4, 5, 9, NaN]],
])('takes the %s of the windows that cover a row, by hand', (_, create, expected) => {
  const folding = create(8, 1, 3);
  folding.add(1, Float32Array.of(1, 2, 3));
  folding.add(2, Float32Array.of(4, 5, 4));
  folding.add(3, Float32Array.of(7, 6, 5));
  folding.add(4, Float32Array.of(5, 9, 9));
  expect([...folding.finish()]).toEqual(expected);
});

test.each([
  ['median', medianFolding],
  ['smallest', minFolding],
])('takes the %s of each channel by itself, and none where a value is missing', (_, create) => {
  const folding = create(3, 2, 2);
  folding.add(0, Float32Array.of(1, 10, 2, NaN));
  folding.add(1, Float32Array.of(2, 20, 3, 30));
  expect([...folding.finish()]).toEqual([1, 10, 2, NaN, 3, 30]);
  expect(() => folding.add(0, new Float32Array(4))).toThrow('Windows must come in order');
});

test.each([
  ['mean', meanFolding],
  ['median', medianFolding],
  ['smallest', minFolding],
  ['last row', lastRowFolding],
  ['window mean', windowMeanFolding],
])('says what it expected when the values do not fill a window (%s)', (_, create) => {
  const add = () => create(5, 2, 3).add(0, new Float32Array(5));
  expect(add).toThrow(ShapeError);
  expect(add).toThrow('values must have 3 × 2 = 6 values, got 5.');
});

test.each([1, 3, 10])('gives the series back when its windows are folded, W = %i', (W) => {
  const values = Float32Array.from({ length: 20 }, (_, i) => Math.fround(Math.sin(i)));
  const frame = createFrame({ values, channels: ['a', 'b'] });
  const windows = slidingWindows(frame, W);
  const byMean = meanFolding(10, 2, W);
  const byLast = lastRowFolding(10, 2, W);
  const byMedian = medianFolding(10, 2, W);
  const window = new Float32Array(W * 2);
  windows.starts.forEach((start, n) => {
    windows.gather([n], window);
    byMean.add(start, window);
    byLast.add(start, window);
    byMedian.add(start, window);
  });
  expect(byMean.finish()).toEqual(values);
  expect(byMedian.finish()).toEqual(values);
  expect(byLast.finish().subarray((W - 1) * 2)).toEqual(values.subarray((W - 1) * 2));
});
