/** The build for vectors of eight against the one for vectors of four. */
import { createHash } from 'node:crypto';
import { afterAll, expect, test, vi } from 'vitest';
import { recurrent } from '../recurrent/recurrent.js';
import { tf } from '../tensorflow.js';
import { loadSimdBackend, SIMD, simdStatus, unloadSimdBackend } from './load.js';
import type * as wide from './wide.js';
import { hasWideVectors } from './wide.js';

// without V8's vectors of eight the wide tiles are slow, and as right as with them
vi.mock('./wide.js', async (original) => {
  const real = await original<typeof wide>();
  return real.hasWideVectors() ? real : { ...real, useWideVectors: () => undefined };
});

afterAll(unloadSimdBackend);

const place = hasWideVectors() ? 'in vectors of eight' : `in pairs of four (no Node 24)`;

/** Often enough that V8 optimises what it first only translates. */
const TIMES = hasWideVectors() ? 40 : 1;

/** Batches of whole and ragged groups, of one, two and several in a chunk. */
const LAYERS = [
  [64, 20, 51, 32],
  [9, 7, 3, 5],
  [150, 5, 8, 33],
  [257, 3, 20, 12],
] as const;

test.each(['lstm', 'gru'] as const)(
  `%s: wide tiles give the bits of others, ${place}`,
  async (cell) => {
    const results: Record<string, string[]> = {};
    for (const wide of [false, true]) {
      await loadSimdBackend({ threads: 2, wide });
      await tf.setBackend(SIMD);
      results[String(wide)] = LAYERS.map((sizes) => hashOf(() => gradientsOf(cell, sizes)));
    }
    expect(simdStatus()?.reason).toBe('in vectors of eight');
    expect(results.true).toEqual(results.false);
  },
);

test(`matMul: wide tiles give the bits of others, ${place}`, async () => {
  const results: Record<string, string[]> = {};
  for (const wide of [false, true]) {
    await loadSimdBackend({ threads: 2, wide });
    await tf.setBackend(SIMD);
    const shapes = [
      [1, 1, 1],
      [4, 3, 16],
      [37, 300, 41],
      [130, 64, 24],
      [64, 70, 100],
    ] as const;
    results[String(wide)] = shapes.map(([M, K, N]) =>
      hashOf(() => [tf.matMul(wave(M, K), wave(N, K), false, true)]),
    );
  }
  expect(results.true).toEqual(results.false);
});

/** Of the values of the last of many runs. */
function hashOf(compute: () => tf.Tensor[]): string {
  let hash = '';
  for (let i = 0; i < TIMES; i++) {
    tf.tidy(() => {
      const sum = createHash('sha256');
      for (const tensor of compute()) sum.update(tensor.dataSync<'float32'>());
      hash = sum.digest('hex');
    });
  }
  return hash;
}

/** Of the input and all parameters, and behind them the output. */
function gradientsOf(cell: 'lstm' | 'gru', [B, W, I, H]: (typeof LAYERS)[number]): tf.Tensor[] {
  const GH = (cell === 'lstm' ? 4 : 3) * H;
  const given = [wave(B, W, I), wave(GH, I), wave(GH, H), wave(GH), wave(GH)];
  const layer = (...[input, weightIh, weightHh, biasIh, biasHh]: tf.Tensor[]): tf.Tensor =>
    recurrent(cell, input, { weightIh, weightHh, biasIh, biasHh });
  return [...tf.grads(layer)(given, wave(B, W, H)), layer(...given)];
}

function wave(...shape: number[]): tf.Tensor {
  const size = shape.reduce((product, dim) => product * dim, 1);
  const values = Float32Array.from({ length: size }, (_, i) => Math.sin(i * (i + 3) * 0.7));
  return tf.tensor(values, shape);
}
