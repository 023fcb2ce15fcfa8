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
  ['of rows that have nothing in common, by products', 0, undefined],
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

test('finds neighbours that are closer together than products can tell', async () => {
  useNearestCode(() => readFile(builds[0]));
  // in each of forty places of white noise 25 rows, more than a list keeps
  const places = table(40, 60, 0, 5);
  const random = createRandom(6);
  const values = Float32Array.from(
    { length: 1000 * 60 },
    (_, i) => places.values[i % (40 * 60)] + 1e-5 * random.normal(),
  );
  const rows = { values, size: 60 };
  const search = await createFastSearch(rows, 6);
  const expected = await findOtherNeighbours(rows, 6, quietWork);
  expect(await search?.findOthers(6, quietWork)).toEqual(expected);
  const points = { values: values.slice(0, 90 * 60).map((value) => value + 1e-5), size: 60 };
  expect(search?.find(points, 6)).toEqual(findNeighbours(rows, points, 6));
});
