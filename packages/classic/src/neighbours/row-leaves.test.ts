/** Leaves of rows: what their boxes promise. */
import { createRandom } from '@anodec/core';
import { expect, test } from 'vitest';
import { growLeaves, LEAF, principalAxes, turn } from './row-leaves.js';

const D = 12;
const random = createRandom(4);
const values = Float32Array.from({ length: 200 * D }, (_, i) => (i % D) * random.normal());
const rows = { values, size: D };

function squaredDistance(points: ArrayLike<number>, a: number, b: number): number {
  let sum = 0;
  for (let d = 0; d < D; d++) sum += (points[a * D + d] - points[b * D + d]) ** 2;
  return sum;
}

test('turning the axes changes no distance', async () => {
  const turned = turn(rows, await principalAxes(rows));
  for (let n = 1; n < 200; n++) {
    expect(squaredDistance(turned, 0, n)).toBeCloseTo(squaredDistance(values, 0, n), 8);
  }
});

test('every row is in one leaf, within its bounds, and leaves are smaller than the whole', async () => {
  const turned = turn(rows, await principalAxes(rows));
  const { order, lows, highs } = growLeaves(turned, D);
  expect([...order].sort((a, b) => a - b)).toEqual([...Array(200).keys()]);
  const M = lows.length / Math.ceil(200 / LEAF);
  for (const [at, n] of order.entries()) {
    for (let m = 0; m < M; m++) {
      const bound = Math.floor(at / LEAF) * M + m;
      expect(turned[n * D + m]).toBeGreaterThanOrEqual(lows[bound]);
      expect(turned[n * D + m]).toBeLessThanOrEqual(highs[bound]);
    }
  }
  const width = (leaf: number): number => highs[leaf * M] - lows[leaf * M];
  const first = Array.from({ length: 200 }, (_, n) => turned[n * D]);
  expect(width(0)).toBeLessThan(Math.max(...first) - Math.min(...first));
});
