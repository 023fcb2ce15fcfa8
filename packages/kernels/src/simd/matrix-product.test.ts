/** Matrix products of `simd` against the definition, for all shapes, and the same bits on any threads. */
import { createHash } from 'node:crypto';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { tf } from '../tensorflow.js';
import { builds } from './builds.fixture.js';
import { loadSimdBackend, SIMD, simdStatus } from './load.js';

/** Starts a build, if it is not the current one with as many threads. */
async function start(build: string, threads = 2): Promise<void> {
  await loadSimdBackend({ threads, ...builds[build] });
  await tf.setBackend(SIMD);
}

beforeEach(() => tf.engine().startScope());

afterEach(() => tf.engine().endScope());

afterAll(() => {
  if (simdStatus()?.bytesInUse !== 0) throw new Error('A product kept memory.');
});

/** Sizes that fill no tile, several blocks, more than one block of k, and single rows and columns. */
const SIZES = [
  [1, 1, 1],
  [4, 8, 8],
  [3, 5, 7],
  [5, 300, 9],
  [1, 70, 33],
  [37, 1, 3],
  [130, 257, 31],
  [16, 513, 40],
] as const;

const TRANSPOSITIONS = [
  [false, false],
  [true, false],
  [false, true],
  [true, true],
] as const;

const ACTIVATIONS = {
  linear: (x: number) => x,
  relu: (x: number) => Math.max(0, x),
  relu6: (x: number) => Math.min(6, Math.max(0, x)),
  sigmoid: (x: number) => 1 / (1 + Math.exp(-x)),
  elu: (x: number) => (x < 0 ? Math.expm1(x) : x), // left to the stock kernel
} as const;

describe.each(Object.keys(builds))('on %s', (build) => {
  beforeAll(() => start(build));

  describe.each(TRANSPOSITIONS)('a product, transposed: %s, %s', (transposeA, transposeB) => {
    test.each(SIZES)('of (%i, %i) by (…, %i) is the sum over k', (M, K, N) => {
      const [a, b] = [wave(M * K, 1), wave(K * N, 2)];
      const at = (row: number, column: number, rows: number, columns: number, t: boolean) =>
        t ? column * rows + row : row * columns + column;
      const product = multiply(a, b, [M, K, N], transposeA, transposeB);
      for (let m = 0; m < M; m++) {
        for (let n = 0; n < N; n++) {
          let sum = 0;
          let size = 0;
          for (let k = 0; k < K; k++) {
            const term = a[at(m, k, M, K, transposeA)] * b[at(k, n, K, N, transposeB)];
            sum += term;
            size += Math.abs(term);
          }
          // K roundings of single precision, far from all in one direction
          expect(Math.abs(product[m * N + n] - sum)).toBeLessThanOrEqual(1e-6 * size);
        }
      }
    });
  });

  test('multiplies batches, and one matrix with a whole batch', () => {
    const a = tf.tensor(wave(3 * 5 * 6, 1), [3, 5, 6]);
    const b = tf.tensor(wave(3 * 6 * 7, 2), [3, 6, 7]);
    const [first] = tf.split(b, 3);
    const batch = tf.matMul(a, b);
    const shared = tf.matMul(a, first);
    for (let i = 0; i < 3; i++) {
      const [one, other] = [a, b].map((x) => tf.slice(x, [i, 0, 0], [1, -1, -1]));
      const [product, withFirst] = [batch, shared].map((x) => tf.slice(x, [i, 0, 0], [1, -1, -1]));
      expect(product.dataSync()).toEqual(tf.matMul(one, other).dataSync());
      expect(withFirst.dataSync()).toEqual(tf.matMul(one, first).dataSync());
    }
    tf.disposeVariables();
  });

  test('is zero over no terms, and empty without rows', () => {
    const sums = tf.matMul(tf.zeros<tf.Rank.R2>([2, 0]), tf.zeros<tf.Rank.R2>([0, 3]));
    expect([...sums.dataSync()]).toEqual([0, 0, 0, 0, 0, 0]);
    const none = tf.matMul(tf.zeros<tf.Rank.R2>([0, 4]), tf.ones<tf.Rank.R2>([4, 3]));
    expect(none.shape).toEqual([0, 3]);
  });

  test.each(Object.keys(ACTIVATIONS) as (keyof typeof ACTIVATIONS)[])(
    'adds a bias and applies %s',
    (activation) => {
      const a = tf.tensor2d(
        wave(9 * 20, 3).map((value) => 4 * value),
        [9, 20],
      );
      const b = tf.tensor2d(wave(20 * 13, 4), [20, 13]);
      const bias = tf.tensor1d(wave(13, 5));
      const fused = tf.fused.matMul({ a, b, bias, activation }).dataSync();
      const sums = tf.add(tf.matMul(a, b), bias).dataSync<'float32'>();
      const expected = Array.from(sums, ACTIVATIONS[activation]);
      // sums up to 20, and how the two round them
      fused.forEach((value, i) => expect(Math.abs(value - expected[i])).toBeLessThan(1e-5));
    },
  );

  test('carries NaN and infinity into their row and column only', () => {
    const a = wave(6 * 9, 1);
    a[2 * 9 + 4] = NaN;
    a[5 * 9 + 8] = Infinity;
    const product = multiply(a, wave(9 * 11, 2), [6, 9, 11], false, false);
    for (let m = 0; m < 6; m++) {
      const row = product.subarray(m * 11, (m + 1) * 11);
      expect(row.every(Number.isNaN)).toBe(m === 2);
      expect(row.some((value) => Math.abs(value) === Infinity)).toBe(m === 5);
    }
  });

  test('gives the same bits on 1, 2, 3 and 4 threads', async () => {
    const results: string[] = [];
    for (const threads of [1, 2, 3, 4]) {
      await start(build, threads);
      const product = multiply(wave(150 * 700, 1), wave(700 * 90, 2), [150, 700, 90], false, true);
      results.push(createHash('sha256').update(product).digest('hex'));
    }
    expect(new Set(results).size).toBe(1);
  });
});

function multiply(
  a: Float32Array,
  b: Float32Array,
  [M, K, N]: readonly [number, number, number],
  transposeA: boolean,
  transposeB: boolean,
): Float32Array {
  return tf.tidy(() =>
    tf
      .matMul(
        tf.tensor2d(a, transposeA ? [K, M] : [M, K]),
        tf.tensor2d(b, transposeB ? [N, K] : [K, N]),
        transposeA,
        transposeB,
      )
      .dataSync<'float32'>(),
  );
}

/** Values in [-1, 1] without pattern. */
function wave(length: number, seed: number): Float32Array {
  return Float32Array.from({ length }, (_, i) => Math.sin((i + 1) * (i + seed) * 0.7));
}
