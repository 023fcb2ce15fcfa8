/** Tests of splitting in time. */
import { ConfigError, createFrame, DataError } from '@anodec/core';
import { assert, double, integer, property, tuple } from 'fast-check';
import { expect, test } from 'vitest';
import { splitInTime } from './split.js';

const numbered = (rows: number) =>
  createFrame({ values: Float32Array.from({ length: rows }, (_, t) => t), channels: ['a'] });

test('trains on the first rows and validates on the last, a gap apart', () => {
  const { train, validation } = splitInTime(numbered(12), { validation: 0.2, gap: 2 });
  expect([...train.values]).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
  expect([...validation.values]).toEqual([10, 11]);
});

test('trains on the share that should validate when inverted, as the original did', () => {
  const { train, validation } = splitInTime(numbered(100), { validation: 0.05, inverted: true });
  expect([train.values.length, validation.values.length]).toEqual([5, 95]);
});

test('shares no row and keeps gap and proportion, whatever the sizes', () => {
  const sizes = tuple(
    integer({ min: 30, max: 300 }),
    integer({ min: 0, max: 20 }),
    double({ min: 0.1, max: 0.9, noNaN: true }),
  );
  assert(
    property(sizes, ([rows, gap, share]) => {
      const { train, validation } = splitInTime(numbered(rows), { validation: share, gap });
      const V = validation.timestamps.length;
      expect(validation.timestamps[0] - train.timestamps[train.timestamps.length - 1]).toBe(
        gap + 1,
      );
      expect(validation.timestamps[V - 1]).toBe(rows - 1);
      expect(train.timestamps[0]).toBe(0);
      expect(Math.abs(V - share * (rows - gap))).toBeLessThanOrEqual(0.5 + 1e-9);
    }),
    { seed: 42, numRuns: 200 },
  );
});

test('refuses shares, gaps and recordings that leave a side empty', () => {
  expect(() => splitInTime(numbered(9), { validation: 1 })).toThrow(ConfigError);
  expect(() => splitInTime(numbered(9), { validation: NaN })).toThrow('between 0 and 1, got NaN.');
  expect(() => splitInTime(numbered(9), { validation: 0.5, gap: -1 })).toThrow(ConfigError);
  expect(() => splitInTime(numbered(9), { validation: 0.5, gap: 9 })).toThrow(DataError);
  expect(() => splitInTime(numbered(3), { validation: 0.1 })).toThrow(
    'got 3 to train and 0 to validate of 3 rows with a gap of 0.',
  );
});
