/** Products of matrices in tiles, against the sums that define them. */
import { createRandom } from '@anodec/core';
import { expect, test } from 'vitest';
import { addProducts } from './products.js';

const random = createRandom(3);
const draw = (length: number): Float64Array => Float64Array.from({ length }, () => random.normal());

test.each([
  [8, 6, 5],
  [7, 5, 3],
  [3, 1, 9],
  [1, 2, 1],
])(
  'adds the products of %i × K and K × %i for K of %i, whichever way they lie',
  (rows, columns, K) => {
    const [x, y, before] = [draw(rows * K), draw(K * columns), draw(rows * columns)];
    const expected = before.map((value, i) => {
      const [m, p] = [Math.floor(i / columns), i % columns];
      for (let k = 0; k < K; k++) value += x[m * K + k] * y[k * columns + p];
      return value;
    });
    const turned = (values: Float64Array, width: number): Float64Array =>
      values.map(
        (_, i) =>
          values[(i % (values.length / width)) * width + Math.floor((i * width) / values.length)],
      );
    const lefts = [
      { values: x, stride: K, step: 1 },
      { values: turned(x, K), stride: 1, step: rows },
    ];
    const rights = [
      { values: y, stride: 1, step: columns },
      { values: turned(y, columns), stride: K, step: 1 },
    ];
    for (const left of lefts) {
      for (const right of rights) {
        const values = before.slice();
        addProducts(K, left, right, { values, rows, columns });
        for (const [i, value] of values.entries()) expect(value).toBeCloseTo(expected[i], 12);
      }
    }
  },
);
