/** Dense layer, losses and Adam on every backend against PyTorch and against central differences. */
import { readFileSync } from 'node:fs';
import { ShapeError } from '@anodec/core';
import { beforeAll, describe, expect, test } from 'vitest';
import { backends, useBackend } from '../backend.js';
import { trainingBackends } from '../testing/available-backends.js';
import { tf } from '../tensorflow.js';
import { dense } from './dense.js';
import { type LossName, lossReference } from './loss-reference.js';
import { meanLoss } from './losses.js';
import { adam } from './rules/adam.js';
import { WeightOptimizer } from './weight-optimizer.js';

type Numbers = readonly (number | null)[];

interface Golden {
  dense: {
    shape: number[];
    outputs: number;
    input: Numbers;
    weight: Numbers;
    bias: Numbers;
    value: Numbers;
    dValue: Numbers;
    dInput: Numbers;
    dWeight: Numbers;
    dBias: Numbers;
  }[];
  losses: {
    name: LossName;
    mask: string;
    shape: number[];
    output: Numbers;
    target: Numbers;
    weights: Numbers | null;
    weightShape: number[];
    value: number;
    gradient: Numbers;
  }[];
  adam: {
    shapes: Record<string, number[]>;
    clipNorm: number;
    weightDecay: number;
    before: Record<string, Numbers>;
    gradients: Record<string, Numbers>[];
    norms: number[];
    after: Record<string, Numbers>;
    first: Record<string, Numbers>;
    second: Record<string, Numbers>;
  }[];
}

const fixture = new URL('../../../../test/fixtures/training.json', import.meta.url);
const golden = JSON.parse(readFileSync(fixture, 'utf8')) as Golden;
const here = await trainingBackends();

describe.each([...here, 'another backend'])('on %s', (backend) => {
  beforeAll(async () => {
    if (backend in backends) await useBackend(backend);
    else await useUnknownBackend(backend);
  });

  test.each(golden.dense)('a dense layer of $shape to $outputs is PyTorch’s', async (one) => {
    const { shape, outputs } = one;
    const input = tensor(one.input, shape);
    const weight = tensor(one.weight, [outputs, shape[shape.length - 1]]);
    const bias = tensor(one.bias, [outputs]);
    const dValue = tensor(one.dValue, [...shape.slice(0, -1), outputs]);
    const { value, grads } = valueAndGrads(dense, [input, weight, bias], dValue);
    expect(value.shape).toEqual(dValue.shape);
    expect(await distance(value, one.value)).toBeLessThan(2e-6);
    expect(await distance(grads[0], one.dInput)).toBeLessThan(2e-6);
    expect(await distance(grads[1], one.dWeight)).toBeLessThan(4e-6); // sums of twelve rows
    expect(await distance(grads[2], one.dBias)).toBeLessThan(2e-6);
  });

  test.each(golden.losses)('$name of $shape, mask: $mask, is PyTorch’s', async (one) => {
    const output = tensor(one.output, one.shape);
    const target = tensor(one.target, one.shape); // NaN where the mask is 0
    const mask = one.weights ? tensor(one.weights, one.weightShape) : undefined;
    const loss = (y: tf.Tensor) => meanLoss(one.name, y, target, mask) as tf.Scalar;
    const { value, grads } = tf.valueAndGrads(loss)([output]);
    expect((await value.data())[0]).toBeCloseTo(one.value, 5);
    expect(await distance(grads[0], one.gradient)).toBeLessThan(1e-7);
  });

  test.each(['mae', 'mse', 'huber'] as const)(
    '%s lets NaN through where it counts',
    async (name) => {
      const output = tf.tensor([1, NaN, 3, 4], [2, 2]);
      const target = tf.tensor([1, 2, NaN, 4], [2, 2]);
      for (const rows of [
        [1, 0],
        [0, 1],
      ]) {
        const value = meanLoss(name, output, target, tf.tensor(rows, [2]));
        expect(await value.data()).toEqual(Float32Array.of(NaN));
      }
      const without = meanLoss(name, output, target, tf.tensor([1, 0, 0, 1], [2, 2]));
      expect(await without.data()).toEqual(Float32Array.of(0));
    },
  );

  test('a loss over nothing is NaN and teaches nothing', async () => {
    const mask = tf.zeros([2]);
    const loss = (y: tf.Tensor) => meanLoss('mse', y, tf.tensor([[1], [NaN]]), mask) as tf.Scalar;
    const { value, grads } = tf.valueAndGrads(loss)([tf.ones([2, 1])]);
    expect(await value.data()).toEqual(Float32Array.of(NaN));
    expect(await grads[0].data()).toEqual(Float32Array.of(0, 0));
  });

  test('a factor after the loss reaches its gradient', async () => {
    const target = tf.zeros([4]);
    const loss = (y: tf.Tensor) => mul(meanLoss('mse', y, target), 3) as tf.Scalar;
    const { grads } = tf.valueAndGrads(loss)([tf.tensor([1, -2, 0, 4])]);
    expect([...(await grads[0].data())]).toEqual([1.5, -3, 0, 6]);
  });

  test.each(golden.adam)(
    'five steps clipped to $clipNorm, decay $weightDecay, are PyTorch’s',
    async (one) => {
      const { clipNorm: limit, weightDecay } = one;
      const optimizer = new WeightOptimizer(adam({ weightDecay }), one.shapes);
      const names = Object.keys(one.shapes);
      for (const name of names) optimizer.write(name, { weight: array(one.before[name]) });
      for (const [step, gradients] of one.gradients.entries()) {
        const tensors = names.map((name) => tensor(gradients[name], one.shapes[name]));
        const clip = { algorithm: 'norm', limit } as const;
        const norm = optimizer.step(tensors, { learningRate: 0.01, clip });
        expect((await norm.data())[0] / one.norms[step]).toBeCloseTo(1, 6);
      }
      for (const name of names) {
        const { weight, first, second } = await optimizer.read(name);
        expect(largest(weight, one.after[name])).toBeLessThan(2e-6);
        expect(largest(first, one.first[name])).toBeLessThan(1e-5); // gradients are up to 300
        expect(largest(second, one.second[name]) / largest(second, [])).toBeLessThan(1e-6);
      }
      optimizer.dispose();
    },
  );

  test('refuses a mask of another shape and a loss it does not know', () => {
    const output = tf.zeros([2, 3, 4]);
    const run = (shape: number[]) => () => meanLoss('mse', output, output, tf.ones(shape));
    expect(run([2, 3])).not.toThrow();
    expect(run([3])).toThrow(ShapeError);
    expect(run([3])).toThrow('2 × 3 × 4, or the same without the last dimension, got 3.');
    expect(() => meanLoss('rmse' as LossName, output, output)).toThrow('mae, mse, huber');
  });
});

test.each(['mae', 'mse', 'huber'] as const)(
  'the gradient of %s is the slope of its value, in double precision',
  (name) => {
    // away from the corners of mae and huber, where there is no slope
    const output = Float64Array.from({ length: 12 }, (_, i) => 3 * Math.sin(5 * i + 1));
    const target = Float64Array.from({ length: 12 }, (_, i) => Math.cos(3 * i));
    const mask = Float64Array.of(1, 0, 0.5, 2); // each weighs three consecutive values
    const { gradient } = lossReference(name, output, target, mask);
    for (let i = 0; i < output.length; i++) {
      const at = (step: number) => {
        const moved = output.slice();
        moved[i] += step;
        return lossReference(name, moved, target, mask).value;
      };
      expect(gradient[i]).toBeCloseTo((at(1e-6) - at(-1e-6)) / 2e-6, 7);
    }
  },
);

/** One that has no kernels of its own here, so that everything is composed of its operations. */
async function useUnknownBackend(name: string): Promise<void> {
  await useBackend('cpu');
  tf.registerBackend(name, () => tf.findBackend('cpu'));
  tf.copyRegisteredKernels('cpu', name);
  await tf.setBackend(name);
}

/** tf.valueAndGrads for any output, given the gradient of it. */
function valueAndGrads(
  operation: (...inputs: [tf.Tensor, tf.Tensor, tf.Tensor]) => tf.Tensor,
  inputs: [tf.Tensor, tf.Tensor, tf.Tensor],
  dValue: tf.Tensor,
): { value: tf.Tensor; grads: tf.Tensor[] } {
  const value = operation(...inputs);
  const grads = tf.grads((...xs) => operation(...(xs as typeof inputs)))(inputs, dValue);
  return { value, grads };
}

/** y · factor with a gradient, which TensorFlow.js’s build for Node lacks. */
function mul(y: tf.Tensor, factor: number): tf.Tensor {
  const operation = tf.customGrad(() => ({
    value: tf.mul(y, factor),
    gradFunc: (dValue: tf.Tensor) => [tf.mul(dValue, factor)],
  }));
  return operation(y);
}

function array(values: Numbers): Float32Array {
  return Float32Array.from(values, (value) => value ?? NaN);
}

function tensor(values: Numbers, shape: readonly number[]): tf.Tensor {
  return tf.tensor(array(values), [...shape]);
}

async function distance(actual: tf.Tensor, expected: Numbers): Promise<number> {
  expect(actual.size).toBe(expected.length);
  return largest(await actual.data<'float32'>(), expected);
}

/** The largest difference; NaN counts as infinite. */
function largest(actual: Float32Array, expected: Numbers): number {
  return actual.reduce((most, value, i) => {
    const difference = Math.abs(value - (expected[i] ?? 0));
    return Number.isNaN(difference) ? Infinity : Math.max(most, difference);
  }, 0);
}
