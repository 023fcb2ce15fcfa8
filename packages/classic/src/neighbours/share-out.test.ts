/** Shares of a score, and what they are good for. */
import { createFrame, createRandom, type DetectorEntry } from '@anodec/core';
import { expect, test } from 'vitest';
import { dbscan } from './dbscan.js';
import { localOutlierFactor } from './local-outlier-factor.js';
import { shareOut } from './share-out.js';

test('divides a score by squared differences from all rows, with the score as the mean', () => {
  const rows = { values: Float32Array.of(0, 0, 1, 1, 5, 5), size: 2 };
  const points = { values: Float32Array.of(9, 9, 1, 3), size: 2 };
  const out = new Float32Array(4);
  shareOut(4, points, 1, rows, Int32Array.of(0, 1), out);
  // squares: 1 + 0 in the first number, 9 + 4 in the second
  expect([...out]).toEqual([0, 0, Math.fround((4 * 2 * 1) / 14), Math.fround((4 * 2 * 13) / 14)]);
});

test('divides equally where a point is equal to its rows', () => {
  const rows = { values: Float32Array.of(1, 2), size: 2 };
  const out = new Float32Array(2);
  shareOut(0.5, rows, 0, rows, Int32Array.of(0), out);
  expect([...out]).toEqual([0.5, 0.5]);
});

test.each<[string, DetectorEntry]>([
  ['lof', localOutlierFactor],
  ['dbscan', dbscan],
])('%s says which channel is odd, and two of them where it is two', async (_, entry) => {
  const random = createRandom(5);
  const channels = ['a', 'b', 'c', 'd'];
  const values = Float32Array.from({ length: 4 * 300 }, () => random.normal());
  const fitted = await entry.create({}).fit([createFrame({ values, channels })]);
  const odd = createFrame({ values: Float32Array.of(0, 0, 20, 0, 20, 0, 0, -20), channels });
  const { rows, channels: scores } = await fitted.score(odd);
  const parts = Array.from(scores ?? [], (score, i) => score / (4 * rows[Math.floor(i / 4)]));
  expect(parts[2]).toBeGreaterThan(0.9);
  expect(parts[4] + parts[7]).toBeGreaterThan(0.9);
  expect(Math.min(parts[4], parts[7])).toBeGreaterThan(0.4);
});
