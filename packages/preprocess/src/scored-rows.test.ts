/** Tests of counting scored rows. */
import { createFrame, ShapeError } from '@anodec/core';
import { expect, test } from 'vitest';
import { countScored } from './scored-rows.js';

// stretches of 2, 5 and 3 rows
const timestamps = Float64Array.of(0, 1, /* gap */ 5, 6, 7, 8, 9, /* gap */ 20, 21, 22);
const values = new Float32Array(10);
values[6] = NaN;
const frame = createFrame({ values, channels: ['a'], timestamps, clock: 'elapsed' });

test('counts every row once, scored or for its first reason', () => {
  // windows of 3 rows; row 6 lacks its reading, row 9 has no score for no reason that rows show
  const scores = Float32Array.of(NaN, NaN, NaN, NaN, 1, 1, NaN, NaN, NaN, NaN);
  expect(countScored(scores, frame, 3)).toEqual({
    rows: 10,
    scored: 2,
    unscored: [
      { reason: 'no window without a gap', rows: 2 },
      { reason: 'first rows of a stretch', rows: 4 },
      { reason: 'missing reading', rows: 1 },
      { reason: 'no score from the detector', rows: 1 },
    ],
  });
});

test('lists no reason where all rows have a score', () => {
  const scores = new Float32Array(10);
  expect(countScored(scores, frame, 3)).toEqual({ rows: 10, scored: 10, unscored: [] });
});

test('refuses scores of another recording', () => {
  const counting = () => countScored(new Float32Array(9), frame, 3);
  expect(counting).toThrow(ShapeError);
  expect(counting).toThrow('There must be a score for each of 10 rows, got 9.');
});
