/** Tests of what another threshold comes to. */
import { expect, test } from 'vitest';
import { countAbove, sliderValue, spansAbove } from './what-if.js';

const scores = [null, 1, 5, 6, null, 7, 2, 9, 9];

test('counts rows above, and stretches that a row without a score ends', () => {
  expect(countAbove(scores, 4)).toEqual({ known: 7, rows: 5, spans: 3 });
  expect(countAbove(scores, 9)).toEqual({ known: 7, rows: 0, spans: 0 });
  expect(countAbove([], 1)).toEqual({ known: 0, rows: 0, spans: 0 });
});

test('gives the first and the last row of each stretch', () => {
  expect(spansAbove(scores, 4)).toEqual([
    [2, 3],
    [5, 5],
    [7, 8],
  ]);
});

test('has the threshold in use in the middle of the slider', () => {
  expect(sliderValue(500, 3)).toBe(3);
  expect(sliderValue(0, 3)).toBeCloseTo(0.03, 12);
  expect(sliderValue(1000, 3)).toBeCloseTo(300, 9);
});
