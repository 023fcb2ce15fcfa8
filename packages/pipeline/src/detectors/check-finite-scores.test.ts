/** Tests of the check of scores before thresholds. */
import { createFrame, DataError } from '@anodec/core';
import { expect, test } from 'vitest';
import { checkFiniteScores } from './check-finite-scores.js';

const frame = createFrame({
  values: new Float32Array(4),
  channels: ['LIT101', 'FIT101'],
  timestamps: Float64Array.of(0, 60_000),
});
const scored = (channels: readonly number[] | undefined, rows: readonly number[] = [0, 0]) => ({
  frame,
  scores: {
    rows: Float32Array.from(rows),
    ...(channels && { channels: Float32Array.from(channels) }),
  },
});

test('names channel and time of the first infinite error, and what to do', () => {
  const check = () =>
    checkFiniteScores('PCA', 'held-out rows', [scored([0, 1, 2, 3]), scored([0, 0, NaN, 1e39])]);
  expect(check).toThrow(DataError);
  expect(check).toThrow(
    'The errors of held-out rows must be finite numbers for thresholds to be set, got Infinity of PCA for FIT101 at ' +
      '1970-01-01 00:01:00: the reading lies',
  );
  expect(check).toThrow(/set `clip` to cut such readings, or .+ train anew\.$/);
});

test('names the time where a detector scores rows only', () => {
  const check = () => checkFiniteScores('PCA', 'training rows', [scored(undefined, [0, Infinity])]);
  expect(check).toThrow('got Infinity of PCA for 1970-01-01 00:01:00: ');
});

test('lets missing errors and large ones pass', () => {
  expect(() => checkFiniteScores('PCA', 'rows', [scored([NaN, 3e38, 0, 1])])).not.toThrow();
});
