/** The compiled search against the loop, which it has to agree with to the bit. */
import { readFile } from 'node:fs/promises';
import { setFlagsFromString } from 'node:v8';
import { createRandom } from '@anodec/core';
import { beforeAll, expect, test } from 'vitest';
import type { Points } from '../points/point-method.js';
import { quietWork } from '../work.js';
import { createFastSearch } from './fast-search.js';
import { useNearestCode } from './nearest-code.js';
import { findNeighbours, findOtherNeighbours, type Neighbours } from './neighbours.js';

const builds = ['nearest', 'nearest-relaxed'].map(
  (name) => new URL(`../../dist/${name}.wasm`, import.meta.url),
);
beforeAll(() => setFlagsFromString('--experimental-wasm-relaxed-simd'));

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

/** Neighbours that are not equal to their point. */
function rowsApart(found: Neighbours | undefined): number[] {
  return [...(found?.rows ?? [])].map((row, i) => (found?.distances[i] === 0 ? -1 : row));
}

test.each([
  ['of rows that move together', 3, undefined],
  ['of rows that do not', 20, undefined],
  ['of rows on a line', 1, undefined],
  ['of rows with few values, which are often equally far or equal', 2, 0],
])('finds the neighbours %s that the loop finds', async (_, factors, digits) => {
  for (const [R, D] of [
    [1003, 20],
    [517, 7],
  ]) {
    // the wide table with one build, the narrow one with the other
    useNearestCode(() => readFile(builds[D % 2]));
    const rows = table(R, D, factors, 1, digits);
    const points = table(150, D, factors, 2, digits);
    const search = await createFastSearch(rows, 9);
    const found = search?.find(points, 5);
    const others = await search?.findOthers(9, quietWork);
    const expected = findNeighbours(rows, points, 5);
    const expectedOthers = await findOtherNeighbours(rows, 9, quietWork);
    expect(found?.distances).toEqual(expected.distances);
    expect(others?.distances).toEqual(expectedOthers.distances);
    // of rows that are equal to the point any may be taken, of others at the same distance the first
    expect(rowsApart(found)).toEqual(rowsApart(expected));
    expect(rowsApart(others)).toEqual(rowsApart(expectedOthers));
  }
});

test('finds neighbours far from the origin, where squares of readings have lost them', async () => {
  useNearestCode(() => readFile(builds[0]));
  const { values, size } = table(900, 8, 2, 3);
  const rows = { values: values.map((value) => 1000 + value / 100), size };
  const search = await createFastSearch(rows, 4);
  const expected = await findOtherNeighbours(rows, 4, quietWork);
  expect((await search?.findOthers(4, quietWork))?.distances).toEqual(expected.distances);
});
