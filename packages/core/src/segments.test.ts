/** Runs of flagged rows. */
import { expect, test } from 'vitest';
import { flagSegments, mergeSegments, overlaps } from './segments.js';

test('finds runs of flags, those at both ends included', () => {
  expect(flagSegments([1, 0, 1, 2, 0, 0, 1])).toEqual([
    { start: 0, end: 1 },
    { start: 2, end: 4 },
    { start: 6, end: 7 },
  ]);
  expect(flagSegments(Uint8Array.of(0, 0))).toEqual([]);
  expect(flagSegments([])).toEqual([]);
});

test('takes segments that only touch as apart', () => {
  expect(overlaps({ start: 0, end: 3 }, { start: 3, end: 5 })).toBe(false);
  expect(overlaps({ start: 0, end: 4 }, { start: 3, end: 5 })).toBe(true);
  expect(overlaps({ start: 0, end: 9 }, { start: 3, end: 5 })).toBe(true);
});

test('joins what overlaps, touches, or has no more than the gap between', () => {
  const segments = [
    { start: 0, end: 9 },
    { start: 2, end: 4 },
    { start: 11, end: 12 },
    { start: 15, end: 16 },
  ];
  expect(mergeSegments(segments)).toEqual([
    { start: 0, end: 9 },
    { start: 11, end: 12 },
    { start: 15, end: 16 },
  ]);
  expect(mergeSegments(segments, 2)).toEqual([
    { start: 0, end: 12 },
    { start: 15, end: 16 },
  ]);
  expect(mergeSegments([])).toEqual([]);
  expect(segments[0]).toEqual({ start: 0, end: 9 });
});

test('finds runs of what a condition asks for; NaN is in none of a comparison', () => {
  const scores = Float32Array.of(1, 3, NaN, 4, 5);
  expect(flagSegments(scores, (score) => score > 2)).toEqual([
    { start: 1, end: 2 },
    { start: 3, end: 5 },
  ]);
});

test('joins no further than a condition on the two allows', () => {
  const times = [0, 1, 2, 50, 51];
  const segments = [
    { start: 0, end: 1 },
    { start: 2, end: 3 },
    { start: 3, end: 5 },
  ];
  const isSoon = (before: { end: number }, after: { start: number }): boolean =>
    times[after.start] - times[before.end - 1] < 10;
  expect(mergeSegments(segments, 1, isSoon)).toEqual([
    { start: 0, end: 3 },
    { start: 3, end: 5 },
  ]);
});
