/** Tests of both eigenvalue methods against known answers and each other. */
import { createRandom } from '@anodec/core';
import { describe, expect, test } from 'vitest';
import { jacobiEigen } from './jacobi-eigen.js';
import { JACOBI_LIMIT, symmetricEigen } from './symmetric-eigen.js';
import { tridiagonalEigen } from './tridiagonal-eigen.js';
import { quietWork } from './work.js';

describe.each([
  ['Jacobi', jacobiEigen],
  ['tridiagonal', tridiagonalEigen],
])('%s', (_, decompose) => {
  test('decomposes a matrix with a known answer', async () => {
    const { values, vectors } = await decompose(Float64Array.of(2, 1, 1, 2), 2, quietWork);
    const [small, large] = values[0] < values[1] ? [0, 1] : [1, 0];
    expect(values[large]).toBeCloseTo(3, 14);
    expect(values[small]).toBeCloseTo(1, 14);
    expect(Math.abs(vectors[2 * large])).toBeCloseTo(Math.SQRT1_2, 14);
    expect(vectors[0] * vectors[2] + vectors[1] * vectors[3]).toBeCloseTo(0, 14);
  });

  test('finds 2 − 2·cos(kπ/(N + 1)) in the second difference matrix', async () => {
    const N = 30;
    const matrix = symmetric(N, (i, j) => (i === j ? 2 : Math.abs(i - j) === 1 ? -1 : 0));
    const { values } = await decompose(matrix, N, quietWork);
    const expected = Array.from(
      { length: N },
      (__, k) => 2 - 2 * Math.cos(((k + 1) * Math.PI) / (N + 1)),
    );
    [...values]
      .sort((a, b) => a - b)
      .forEach((value, k) => expect(value).toBeCloseTo(expected[k], 12));
  });

  test.each([
    ['a zero matrix', symmetric(5, () => 0)],
    ['a diagonal matrix', symmetric(5, (i, j) => (i === j ? i : 0))],
    ['a matrix of rank one', symmetric(5, (i, j) => (i + 1) * (j + 1))],
    ['one with repeated eigenvalues', symmetric(5, (i, j) => (i === j ? 3 : 1))],
    ['one of noise', noise(40)],
    ['one of size one', Float64Array.of(-4)],
  ])('gives %s back as the sum of its parts, on orthogonal vectors', async (__, matrix) => {
    const N = Math.sqrt(matrix.length);
    const { values, vectors } = await decompose(matrix.slice(), N, quietWork);
    for (let i = 0; i < N; i++) {
      for (let j = 0; j < N; j++) {
        let [sum, along] = [0, 0];
        for (let k = 0; k < N; k++) {
          sum += values[k] * vectors[k * N + i] * vectors[k * N + j];
          along += vectors[i * N + k] * vectors[j * N + k];
        }
        expect(sum).toBeCloseTo(matrix[i * N + j], 11);
        expect(along).toBeCloseTo(i === j ? 1 : 0, 12);
      }
    }
  });
});

test('sorts by value and finds the same just below and above the limit of Jacobi', async () => {
  for (const N of [JACOBI_LIMIT, JACOBI_LIMIT + 1]) {
    const matrix = noise(N);
    const [a, b] = [
      await symmetricEigen(matrix, N),
      await jacobiEigen(matrix.slice(), N, quietWork),
    ];
    expect([...a.values]).toEqual([...a.values].sort((x, y) => y - x));
    [...b.values]
      .sort((x, y) => y - x)
      .forEach((value, k) => expect(a.values[k]).toBeCloseTo(value, 11));
  }
});

test('reports the share done, and stops when the work does', async () => {
  const shares: number[] = [];
  const piece = async (done: number) => void shares.push(Math.round(done * 1e6) / 1e6);
  await tridiagonalEigen(noise(90), 90, { piece });
  expect(shares.length).toBeGreaterThan(20);
  expect(Math.max(...shares)).toBeLessThanOrEqual(1);
  expect(shares).toEqual([...shares].sort((a, b) => a - b));
  const stop = { piece: () => Promise.reject(new Error('stopped')) };
  await expect(tridiagonalEigen(noise(90), 90, stop)).rejects.toThrow('stopped');
  await expect(jacobiEigen(noise(9), 9, stop)).rejects.toThrow('stopped');
});

function symmetric(N: number, value: (i: number, j: number) => number): Float64Array {
  return Float64Array.from({ length: N * N }, (_, i) => value(Math.floor(i / N), i % N));
}

function noise(N: number): Float64Array {
  const random = createRandom(N);
  const half = Float64Array.from({ length: N * N }, () => random.normal());
  return symmetric(N, (i, j) => half[i * N + j] + half[j * N + i]);
}
