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
