/** Leaves of rows: what their boxes promise. */
import { createRandom } from '@anodec/core';
import { expect, test } from 'vitest';
import { boxDistance, growLeaves, LEAF, principalAxes, turn } from './row-leaves.js';

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

test('every row is in one leaf, and no two rows are nearer than the boxes of their leaves', async () => {
  const turned = turn(rows, await principalAxes(rows));
  const leaves = growLeaves(turned, D);
  expect([...leaves.order].sort((a, b) => a - b)).toEqual([...Array(200).keys()]);
  let [largest, tightest] = [0, 0];
  for (let i = 0; i * LEAF < 200; i++) {
    for (let j = 0; j * LEAF < 200; j++) {
      const least = boxDistance(leaves, i, leaves, j);
      let nearest = Infinity;
      for (const a of leaves.order.subarray(i * LEAF, (i + 1) * LEAF)) {
        for (const b of leaves.order.subarray(j * LEAF, (j + 1) * LEAF)) {
          nearest = Math.min(nearest, squaredDistance(values, a, b));
        }
      }
      largest = Math.max(largest, least);
      tightest = Math.max(tightest, least / nearest || 0);
    }
  }
  expect(tightest).toBeLessThanOrEqual(1);
  expect(largest).toBeGreaterThan(0); // some leaves are apart
});
