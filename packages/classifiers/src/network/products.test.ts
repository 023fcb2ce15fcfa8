/** Products of matrices and tangents by compiled code, against the sums that define them and Math.tanh. */
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { createRandom } from '@anodec/core';
import { expect, test } from 'vitest';
import { SOURCE_HASH } from './compiled-products.js';
import { addProducts, openRoom, tanhInPlace } from './products.js';

const random = createRandom(3);
const draw = (length: number): Float64Array => Float64Array.from({ length }, () => random.normal());

test.each([
  [8, 6, 5],
  [7, 5, 3],
  [9, 7, 4],
  [3, 1, 9],
  [1, 2, 1],
])(
  'adds the products of %i × K and K × %i for K of %i, whichever way the left one lies',
  (rows, columns, K) => {
    const [x, y, before] = [draw(rows * K), draw(K * columns), draw(rows * columns)];
    const expected = before.map((value, i) => {
      const [m, p] = [Math.floor(i / columns), i % columns];
      let sum = 0;
      for (let k = 0; k < K; k++) sum += x[m * K + k] * y[k * columns + p];
      return value + sum;
    });
    const turned = x.map((_, i) => x[(i % rows) * K + Math.floor(i / rows)]);
    for (const [values, left] of [
      [x, { at: 10, stride: K, step: 1 }],
      [turned, { at: 10, stride: 1, step: rows }],
    ] as const) {
      const room = openRoom(1000);
      room.set(values, 10);
      room.set(y, 300);
      room.set(before, 500);
      room[499] = room[500 + before.length] = 7; // what lies beside the result stays
      addProducts(K, left, { at: 300, step: columns }, { at: 500, rows, columns });
      expect(room.slice(500, 500 + before.length)).toEqual(expected);
      expect([room[499], room[500 + before.length]]).toEqual([7, 7]);
    }
  },
);

test('has the tangents of Math.tanh to a few units in the last place, at any size', () => {
  const sizes = Array.from({ length: 2001 }, (_, i) => 10 ** (-9 + i / 180));
  const values = [...sizes, ...sizes.map((x) => -x), 0, 0.625, 22, 1e300];
  const room = openRoom(values.length + 1);
  room.set(values);
  tanhInPlace(0, values.length);
  for (const [i, x] of values.entries()) {
    const exact = Math.tanh(x);
    expect(Math.abs(room[i] - exact)).toBeLessThanOrEqual(4 * 2 ** -53 * Math.abs(exact));
  }
  room.set([Infinity, -Infinity, NaN]);
  tanhInPlace(0, 3);
  expect([...room.subarray(0, 3)]).toEqual([1, -1, NaN]);
});

test('a room keeps its numbers when it grows', () => {
  openRoom(10)[3] = 5;
  const larger = openRoom(openRoom(10).length + 1);
  expect(larger[3]).toBe(5);
});

test('the code was compiled from the sources that are there, by the compiler that is there', () => {
  const packages = new URL('../../../', import.meta.url);
  const assembly = new URL('classifiers/assembly/', packages);
  const hash = createHash('sha256');
  hash.update(readFileSync(new URL('kernels/node_modules/assemblyscript/package.json', packages)));
  for (const file of ['index.ts', 'tanh.ts']) {
    hash.update(file).update(readFileSync(new URL(file, assembly)));
  }
  expect(readdirSync(assembly).sort()).toEqual(['index.ts', 'tanh.ts', 'tsconfig.json']);
  expect(hash.digest('hex')).toBe(SOURCE_HASH); // else: npm run setup
});
