/** Tests of layer normalisation, attention, Gaussian codes and the small operations between layers. */
import { createRandom } from '@anodec/core';
import { beforeEach, describe, expect, test } from 'vitest';
import {
  attend,
  klDivergence,
  layerNorm,
  recurrent,
  replaceRows,
  reparameterise,
  tanh,
  tf,
  useBackend,
  weightedSum,
} from './index.js';

type Operation = (...inputs: tf.Tensor[]) => tf.Tensor;

const chosen = [true, false, true];

/** Operations with the shapes of the tensors that have a gradient. */
const operations: [string, Operation, number[][]][] = [
  ['layerNorm', layerNorm, [[2, 3, 4], [4], [4]]],
  [
    'attend',
    attend,
    [
      [2, 3, 4],
      [2, 5, 4],
    ],
  ],
  [
    'attend, a single query',
    attend,
    [
      [2, 1, 4],
      [2, 5, 4],
    ],
  ],
  ['tanh', tanh, [[3, 4]]],
  ['replaceRows', (input) => replaceRows(input, chosen, tf.ones([3, 4])), [[3, 4]]],
  [
    'reparameterise',
    (mean, spread) => reparameterise(mean, spread, fill([3, 4], 9)),
    [
      [3, 4],
      [3, 4],
    ],
  ],
  [
    'klDivergence',
    klDivergence,
    [
      [3, 4],
      [3, 4],
    ],
  ],
  ['weightedSum', (a, b) => weightedSum([a, b], [0.3, -2]), [[], []]],
];

describe.each(['simd', 'cpu'])('on %s', (backend) => {
  beforeEach(async () => {
    await useBackend(backend);
  });

  test.each(operations)('%s has the gradients of finite differences', (_, operation, shapes) => {
    const inputs = shapes.map((shape, i) => fill(shape, i + 1));
    // the weighted sum of all values, made with an operation that has a gradient
    const value = (...tensors: tf.Tensor[]) => weighted(operation(...tensors));
    const { grads } = tf.valueAndGrads((...tensors) => value(...tensors) as tf.Scalar)(inputs);
    const step = 1e-2; // single precision: a smaller one would drown in rounding
    for (const [i, input] of inputs.entries()) {
      const values = input.dataSync<'float32'>();
      const gradient = grads[i].dataSync<'float32'>();
      for (const j of values.keys()) {
        const at = (shift: number) => {
          const moved = values.slice();
          moved[j] += shift;
          const others = inputs.with(i, tf.tensor(moved, input.shape));
          return value(...others).dataSync()[0];
        };
        expect(gradient[j]).toBeCloseTo((at(step) - at(-step)) / (2 * step), 2);
      }
    }
  });

  test('normalises a vector by hand', () => {
    const rows = tf.tensor2d([
      [1, 3],
      [5, 5],
    ]);
    const values = layerNorm(rows, tf.tensor1d([2, 2]), tf.tensor1d([0, 1])).dataSync();
    const z = 1 / Math.sqrt(1 + 1e-5); // mean 2, variance 1
    const expected = [-2 * z, 1 + 2 * z, 0, 1];
    for (const [i, value] of values.entries()) expect(value).toBeCloseTo(expected[i], 5);
  });

  test('attends to the row that is like the query', () => {
    const memory = tf.tensor3d([
      [
        [1, 0],
        [0, 1],
      ],
    ]);
    const [a, b] = attend(tf.tensor3d([[[Math.log(3), 0]]]), memory).dataSync();
    expect([a, b].map((share) => share.toFixed(5))).toEqual(['0.75000', '0.25000']);
  });

  test('measures how far codes are from the standard normal distribution', () => {
    const nats = (mean: number[][], logVariance: number[][]) =>
      klDivergence(tf.tensor2d(mean), tf.tensor2d(logVariance)).dataSync()[0];
    expect(nats([[0, 0]], [[0, 0]])).toBe(0);
    expect(
      nats(
        [
          [1, 0],
          [3, 0],
        ],
        [
          [0, 0],
          [0, 0],
        ],
      ),
    ).toBeCloseTo((0.5 + 4.5) / 2, 6);
    expect(nats([[0]], [[Math.log(4)]])).toBeCloseTo((4 - 1) / 2 - Math.log(2), 5);
  });

  test.each(['lstm', 'gru'] as const)('masks only the product of the hidden state, %s', (cell) => {
    const G = cell === 'lstm' ? 4 : 3;
    const weights = {
      weightIh: fill([G * 2, 3], 1),
      weightHh: fill([G * 2, 2], 2),
      biasIh: fill([G * 2], 3),
      biasHh: fill([G * 2], 4),
    };
    const input = fill([2, 5, 3], 5);
    const run = (mask: number[]) =>
      recurrent(cell, input, weights, { hiddenMask: tf.tensor2d([mask, mask]) }).dataSync();
    const plain = recurrent(cell, input, weights).dataSync();
    for (const [i, value] of run([1, 1]).entries()) expect(value).toBeCloseTo(plain[i], 6);
    // a column of weights that is 0 does what a mask of 0 does
    const half = tf.mul(weights.weightHh, tf.tensor2d([[1, 0]]));
    const expected = recurrent(cell, input, { ...weights, weightHh: half }).dataSync();
    for (const [i, value] of run([1, 0]).entries()) expect(value).toBeCloseTo(expected[i], 6);
  });
});

test('refuses tensors that do not fit', async () => {
  await useBackend('cpu');
  expect(() => layerNorm(tf.ones([2, 3]), tf.ones([2]), tf.ones([3]))).toThrow(
    'weight must have 3',
  );
  expect(() => attend(tf.ones([2, 1, 3]), tf.ones([2, 4, 5]))).toThrow('query must have 2 × 1 × 5');
  expect(() => reparameterise(tf.ones([2, 3]), tf.ones([2, 3]), tf.ones([2]))).toThrow('noise');
  expect(() => replaceRows(tf.ones([2, 3]), [true], tf.ones([2, 3]))).toThrow('chosen');
});

/** Normal numbers, the same ones for the same seed. */
function fill(shape: number[], seed: number): tf.Tensor {
  const random = createRandom(seed);
  const size = shape.reduce((product, dim) => product * dim, 1);
  return tf.tensor(
    Float32Array.from({ length: size }, () => random.normal()),
    shape,
  );
}

/** Σ weight · value with weights that all differ, as an operation with a gradient. */
function weighted(values: tf.Tensor): tf.Tensor {
  const weights = fill(values.shape, 77);
  const operation = tf.customGrad(() => ({
    value: tf.sum(tf.mul(values, weights)),
    gradFunc: (dValue: tf.Tensor) => [tf.mul(dValue, fill(values.shape, 77))],
  }));
  return operation(values);
}
