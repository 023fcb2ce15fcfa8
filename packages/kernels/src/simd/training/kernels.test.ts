/** The training kernels of `simd` against the reference. */
import { createRandom } from '@anodec/core';
import { afterAll, expect, test } from 'vitest';
import { loadSimdBackend, SIMD, unloadSimdBackend } from '../index.js';
import { tf } from '../../tensorflow.js';
import { normReference } from '../../training/clip.js';
import { type LossName, lossReference } from '../../training/loss-reference.js';
import { adamCoefficients, adamReference } from '../../training/rules/adam.js';
import { simdTrainingKernels } from './kernels.js';

afterAll(() => unloadSimdBackend());

/** Rows of channels: several chunks, the last one not full, and no multiple of four. */
const sizes = [
  [1, 1],
  [3, 1],
  [7, 5],
  [1201, 51],
  [33_001, 1],
] as const;
const names: readonly LossName[] = ['mae', 'mse', 'huber'];

test.each(sizes)('losses over %i × %i are the reference’s, with any mask', async (rows, C) => {
  await use({ threads: 2 });
  const output = noise('output', rows * C);
  const target = noise('target', rows * C);
  for (const shape of [undefined, [rows], [rows, C]]) {
    const mask = shape && maskOf(shape);
    const holes = mask ? hide(target, mask) : target;
    for (const name of names) {
      const expected = lossReference(name, output, holes, mask);
      const { value, gradient } = simdTrainingKernels.loss(
        name,
        tf.tensor(output, [rows, C]),
        tf.tensor(holes, [rows, C]),
        mask && tf.tensor(mask, shape),
      );
      expect(value.dataSync<'float32'>()).toSatisfy(near(expected.value));
      expect(distance(gradient.dataSync<'float32'>(), expected.gradient)).toBeLessThan(1e-7);
    }
  }
});

test.each([1, 3, 4, 51, 16_384, 40_003])('a step over %i weights is the reference’s', async (N) => {
  await use({ threads: 2 });
  const arrays = {
    weight: noise('weight', N),
    first: noise('first', N),
    second: noise('second', N).map((value) => value * value),
  };
  const gradient = noise('gradient', N);
  const coefficients = adamCoefficients(3, 0.01, { weightDecay: 0.1 });
  const tensors = {
    weight: tf.tensor(arrays.weight.slice()),
    first: tf.tensor(arrays.first.slice()),
    second: tf.tensor(arrays.second.slice()),
  };
  const norm = simdTrainingKernels.norm([tf.tensor(gradient.slice())]);
  expect(norm.dataSync()[0] / normReference([gradient])).toBeCloseTo(1, 6);
  const next = simdTrainingKernels.adam(
    tensors,
    tf.tensor(gradient.slice()),
    { norm, limit: 0 },
    coefficients,
  );
  adamReference(arrays, gradient, 1, coefficients);
  for (const part of ['weight', 'first', 'second'] as const) {
    expect(distance(next[part].dataSync<'float32'>(), arrays[part])).toBeLessThan(1e-6);
  }
});

test('a norm beyond the range of squared floats is still a number', async () => {
  await use({ threads: 1 });
  const norm = simdTrainingKernels.norm([tf.tensor([3e25, 0, 4e25])]);
  expect(norm.dataSync()[0] / 5e25).toBeCloseTo(1, 6);
});

test('any number of threads gives the same bits', async () => {
  const results = [];
  for (const threads of [1, 2, 3, 4]) {
    await use({ threads });
    results.push(everything().map(bitsOf));
  }
  for (const result of results) expect(result).toEqual(results[0]);
});

/** A loss, a dense layer with its gradients, a norm and a step of Adam, large enough to be shared out. */
function everything(): tf.Tensor[] {
  const [rows, C, H] = [1201, 51, 33];
  const hidden = tf.tensor2d(noise('hidden', rows * H), [rows, H]);
  const weight = tf.tensor2d(noise('weight', C * H), [C, H]);
  const bias = tf.tensor(noise('bias', C));
  const output = simdTrainingKernels.dense(hidden, weight, bias);
  const target = tf.tensor(noise('target', rows * C), [rows, C]);
  const mask = tf.tensor(maskOf([rows]), [rows]);
  const { value, gradient } = simdTrainingKernels.loss('huber', output, target, mask);
  const d = simdTrainingKernels.denseGradients(gradient as tf.Tensor2D, hidden, weight);
  const norm = simdTrainingKernels.norm([gradient, output]);
  const coefficients = adamCoefficients(1, 0.01);
  const moments = { first: tf.zerosLike(output), second: tf.zerosLike(output) };
  const adam = simdTrainingKernels.adam(
    { weight: output, ...moments },
    gradient,
    { norm, limit: 0.5 },
    coefficients,
  );
  return [output, value, gradient, d.rows, d.weight, d.bias, norm, ...Object.values(adam)];
}

async function use(options: { threads: number }): Promise<void> {
  await loadSimdBackend(options);
  await tf.setBackend(SIMD);
}

function noise(stream: string, length: number): Float32Array {
  const random = createRandom(7).stream(stream);
  return Float32Array.from({ length }, () => random.normal());
}

/** Weights of 0, 1 and 2. */
function maskOf(shape: readonly number[]): Float32Array {
  const random = createRandom(8).stream('mask');
  const length = shape.reduce((size, dim) => size * dim, 1);
  return Float32Array.from({ length }, () => random.integer(3));
}

/** NaN where the mask, whose elements may cover several values, is 0. */
function hide(values: Float32Array, mask: Float32Array): Float32Array {
  const shared = values.length / mask.length;
  return values.map((value, i) => (mask[Math.floor(i / shared)] === 0 ? NaN : value));
}

/** Whether one number is the expected one but for rounding; NaN where NaN is expected. */
function near(expected: number) {
  return ([actual]: Float32Array): boolean =>
    Object.is(actual, expected) || Math.abs(actual / expected - 1) < 1e-6;
}

function bitsOf(tensor: tf.Tensor): number[] {
  const values = tensor.dataSync<'float32'>().slice();
  return [...new Int32Array(values.buffer)];
}

/** The largest difference; NaN counts as infinite. */
function distance(actual: Float32Array, expected: Float32Array): number {
  expect(actual.length).toBe(expected.length);
  return actual.reduce((most, value, i) => {
    const difference = Math.abs(value - expected[i]);
    return Number.isNaN(difference) ? Infinity : Math.max(most, difference);
  }, 0);
}
