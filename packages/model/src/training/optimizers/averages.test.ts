/** Averages of the weights against torch.optim.swa_utils.AveragedModel, and in the states of a fit. */
import { readFileSync } from 'node:fs';
import { parseConfig } from '@anodec/core';
import { tf, useBackend } from '@anodec/kernels';
import { beforeAll, describe, expect, test } from 'vitest';
import { AutoencoderConfig, TrainConfig } from '../../config.js';
import { createParameterSet } from '../../parameter-set.js';
import { createOptimizer, type Optimizer } from './optimizer.js';

type Named = Record<string, number[]>;

const fixture = new URL('../../../../../test/fixtures/optimizers.json', import.meta.url);
const { shapes, before, gradients, averages } = JSON.parse(readFileSync(fixture, 'utf8')) as {
  shapes: Named;
  before: Named;
  gradients: Named[];
  averages: {
    every: number;
    fromStep: number;
    decay: number | null;
    weights: Named;
    averages: Named;
  }[];
};
const [exponential, plain] = averages;
const sgd = { optimizer: 'sgd', learningRate: 0.01 };
/** Epochs of four steps, of which the last three of five are averaged. */
const swa = { ...sgd, averageWeights: 'swa', maxEpochs: 5, swaStart: 0.4 };
const ema = { ...sgd, averageWeights: 'ema', emaDecay: exponential.decay };

describe.each(['cpu', 'simd'])('on %s', (backend) => {
  beforeAll(async () => {
    await useBackend(backend);
  });

  test.each([
    ['ema', ema, exponential],
    ['swa', swa, plain],
  ])(
    '%s is PyTorch’s, and leaves the weights in training as they are',
    async (_, given, golden) => {
      const optimizer = create(given);
      for (let step = 0; step < gradients.length; step++) advance(optimizer, step);
      expect(await largestDifference(optimizer.keptWeights, golden.averages)).toBeLessThan(2e-6);
      expect(await largestDifference(optimizer.weights, golden.weights)).toBeLessThan(2e-6);
      optimizer.dispose();
    },
  );
});

describe.each([
  ['ema', ema],
  ['swa', swa],
])('with %s', (_, settings) => {
  beforeAll(async () => {
    await useBackend('cpu');
  });

  test('the state gives weights their averages by name, and continues the weights in training', async () => {
    const whole = create(settings);
    for (let step = 0; step < 14; step++) advance(whole, step);
    const state = await whole.state();
    const named = Object.fromEntries(Object.keys(shapes).map((n) => [n, state.arrays[n].data]));
    expect(named).toEqual(await valuesOf(whole.keptWeights));
    expect(named).not.toEqual(await valuesOf(whole.weights));
    const rest = create(settings);
    rest.load(state);
    for (let step = 14; step < 20; step++) for (const one of [whole, rest]) advance(one, step);
    expect(await rest.state()).toEqual(await whole.state());
  });

  test('keeps no tensor over 20 steps, and frees all', () => {
    const none = tf.memory().numTensors;
    const optimizer = create(settings);
    for (let step = 0; step < 12; step++) advance(optimizer, step);
    const alive = tf.memory().numTensors;
    for (let step = 0; step < 20; step++) advance(optimizer, step);
    expect(tf.memory().numTensors).toBe(alive);
    optimizer.dispose();
    expect(tf.memory().numTensors).toBe(none);
  });

  test('a state is refused by settings without an average, and the other way round', async () => {
    const [averaged, raw] = [await create(settings).state(), await create(sgd).state()];
    expect(() => create(sgd).load(averaged)).toThrow('got optimizer.weight.a');
    expect(() => create(settings).load(raw)).toThrow('optimizer.weight.a must have 3 × 5 values');
  });
});

test('swa keeps the weights in training until it begins', async () => {
  const optimizer = create(swa);
  for (let step = 0; step < 11; step++) advance(optimizer, step);
  expect(await valuesOf(optimizer.keptWeights)).toEqual(await valuesOf(optimizer.weights));
  const state = await optimizer.state();
  expect(state.counters['optimizer.averages']).toBe(0);
  const rest = create(swa);
  rest.load(state);
  for (const one of [optimizer, rest]) for (const step of [11, 12]) advance(one, step);
  expect(await rest.state()).toEqual(await optimizer.state());
});

test('swa averages at the end of an epoch whose last step was left out, ema does not', async () => {
  for (const [settings, count] of [[swa, 1] as const, [ema, 11] as const]) {
    const optimizer = create(settings);
    for (let step = 0; step < 11; step++) advance(optimizer, step);
    optimizer.endEpoch(2);
    const { counters } = await optimizer.state();
    expect(counters['optimizer.averages']).toBe(count);
    optimizer.dispose();
  }
});

test('refuses a setting of the other average', () => {
  const parse = () => parseConfig(AutoencoderConfig, { averageWeights: 'swa', emaDecay: 0.9 });
  expect(parse).toThrow('emaDecay must be left out with averageWeights swa: it belongs to ema');
});

function create(settings: object): Optimizer {
  const parameters = createParameterSet(shapes);
  for (const [name, view] of Object.entries(parameters.views)) view.set(before[name]);
  return createOptimizer(TrainConfig.parse(settings), parameters);
}

/** One step; every fourth ends an epoch. */
function advance(optimizer: Optimizer, step: number): void {
  const tensors = Object.entries(shapes).map(([name, shape]) =>
    tf.tensor(gradients[step % 20][name], shape),
  );
  tf.dispose([optimizer.step(tensors, { learningRate: 0.01 }), ...tensors]);
  if (step % 4 === 3) optimizer.endEpoch((step - 3) / 4);
}

async function valuesOf(weights: Readonly<Record<string, tf.Tensor>>) {
  const entries = Object.entries(weights).map(
    async ([name, tensor]) => [name, (await tensor.data<'float32'>()).slice()] as const,
  );
  return Object.fromEntries(await Promise.all(entries));
}

/** Of their own size: weights are up to 40 after gradients of up to 100. */
async function largestDifference(
  weights: Readonly<Record<string, tf.Tensor>>,
  expected: Named,
): Promise<number> {
  const values = await valuesOf(weights);
  const differences = Object.entries(expected).flatMap(([name, wanted]) =>
    wanted.map((value, i) => Math.abs(values[name][i] - value) / Math.max(1, Math.abs(value))),
  );
  return Math.max(...differences);
}
