/** The compiled search against the loop, which it has to agree with to the bit. */
import { readFile } from 'node:fs/promises';
import { createRandom } from '@anodec/core';
import { beforeAll, expect, test } from 'vitest';
import type { Points } from '../points/point-method.js';
import { quietWork } from '../work.js';
import { createFastSearch } from './fast-search.js';
import { useNearestCode } from './nearest-code.js';
import { findNeighbours, findOtherNeighbours } from './neighbours.js';

const code = new URL('../../dist/nearest.wasm', import.meta.url);
beforeAll(() => useNearestCode(() => readFile(code)));

/** Rows of `factors` common movements and some noise; the fewer, the more leaves are left out. */
function table(R: number, D: number, factors: number, seed: number, digits?: number): Points {
  const random = createRandom(seed);
  const loads = Array.from({ length: factors * D }, () => random.normal());
  const values = new Float32Array(R * D);
  for (let r = 0; r < R; r++) {
    const moves = Array.from({ length: factors }, () => random.normal());
    for (let d = 0; d < D; d++) {
      const value = moves.reduce((sum, x, f) => sum + x * loads[f * D + d], 0.1 * random.normal());
      values[r * D + d] = digits === undefined ? value : Number(value.toFixed(digits));
    }
  }
  return { values, size: D };
}

test.each([
  ['of rows that move together', 3, undefined],
  ['of rows that do not', 20, undefined],
  ['of rows with few values, which are often equally far or equal', 2, 0],
])('finds the neighbours %s that the loop finds', async (_, factors, digits) => {
  for (const [R, D] of [
    [1003, 20],
    [517, 7],
  ]) {
    const rows = table(R, D, factors, 1, digits);
    const points = table(150, D, factors, 2, digits);
    const search = await createFastSearch(rows, 9);
    const distances = (found?: { distances: Float64Array }) => found?.distances;
    const found = search?.find(points, 5);
    const others = await search?.findOthers(9, quietWork);
    expect(distances(found)).toEqual(findNeighbours(rows, points, 5).distances);
    const expected = await findOtherNeighbours(rows, 9, quietWork);
    expect(distances(others)).toEqual(expected.distances);
    if (digits !== undefined) continue; // of rows that are equal to the point any may be taken
    expect(found?.rows).toEqual(findNeighbours(rows, points, 5).rows);
    expect(others?.rows).toEqual(expected.rows);
  }
});

test('finds neighbours far from the origin, where squares of readings have lost them', async () => {
  const { values, size } = table(900, 8, 2, 3);
  const rows = { values: values.map((value) => 1000 + value / 100), size };
  const search = await createFastSearch(rows, 4);
  const expected = await findOtherNeighbours(rows, 4, quietWork);
  expect((await search?.findOthers(4, quietWork))?.distances).toEqual(expected.distances);
});
