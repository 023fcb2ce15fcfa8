/** The contract of every optimiser: steps, the state that continues them, and what it refuses. */
import { ShapeError } from '@anodec/core';
import { tf, useBackend } from '@anodec/kernels';
import { beforeAll, describe, expect, test } from 'vitest';
import { optimizerNames } from '../../config/optimizer.js';
import { AutoencoderConfig, TrainConfig } from '../../config.js';
import { createParameterSet } from '../../parameter-set.js';
import { createOptimizer, type Optimizer } from './optimizer.js';

const shapes = { 'encoder.weight': [2, 3], 'encoder.bias': [3] };
/** Settings with which an optimiser keeps the most. */
const settings: Record<string, object> = {
  adam: { weightDecay: 0.1, amsgrad: true },
  adamw: { weightDecay: 0.1 },
  sgd: { momentum: 0.9, nesterov: true },
  rmsprop: { momentum: 0.9, centered: true },
};
const rate = { learningRate: 0.01 };

beforeAll(async () => {
  await useBackend('cpu');
});

describe.each(optimizerNames)('%s', (optimizer) => {
  const config = TrainConfig.parse({ optimizer, ...settings[optimizer] });

  test('continues from its state as if it had never stopped', async () => {
    const whole = create(config);
    for (let step = 0; step < 3; step++) advance(whole, step);
    const state = await whole.state();
    const rest = create(config);
    rest.load(state);
    expect(await rest.state()).toEqual(state);
    for (const each of [whole, rest]) advance(each, 3);
    expect(await rest.state()).toEqual(await whole.state());
    expect(await rest.state()).not.toEqual(state);
  });

  test('keeps no tensor over 20 steps, and frees all', async () => {
    const before = tf.memory().numTensors;
    const one = create(config);
    const alive = tf.memory().numTensors;
    for (let step = 0; step < 20; step++) advance(one, step);
    expect(tf.memory().numTensors).toBe(alive);
    one.dispose();
    expect(tf.memory().numTensors).toBe(before);
  });

  test('refuses a state without its arrays, and what another one kept', async () => {
    const state = await create(config).state();
    const weights = { 'encoder.weight': state.arrays['encoder.weight'] };
    const load = (arrays: object) => () =>
      create(config).load({ ...state, arrays: { ...state.arrays, ...arrays } });
    expect(() => create(config).load({ ...state, arrays: weights })).toThrow(ShapeError);
    expect(load({ 'optimizer.other.encoder.bias': state.arrays['encoder.bias'] })).toThrow(
      'for each weight, got optimizer.other.encoder.bias. Resume with the settings of the run',
    );
    // of another optimiser of the same model, and no business of this one
    expect(load({ 'second.other.encoder.bias': state.arrays['encoder.bias'] })).not.toThrow();
  });
});

test('is plain Adam unless settings say otherwise, as before there was a choice', () => {
  expect(TrainConfig.parse({})).toMatchObject({ optimizer: 'adamw', weightDecay: 0 });
});

test.each([
  [
    { optimizer: 'sgd', beta1: 0.8 },
    'beta1 must be left out with optimizer sgd: it belongs to adam and adamw',
  ],
  [
    { momentum: 0.9 },
    'momentum must be left out with optimizer adamw: it belongs to sgd and rmsprop',
  ],
  [
    { optimizer: 'adam', centered: true },
    'centered must be left out with optimizer adam: it belongs to rmsprop',
  ],
  [{ optimizer: 'sgd', nesterov: true }, 'nesterov needs a momentum larger than 0'],
])('refuses %o, which would have no effect', (given, message) => {
  const result = AutoencoderConfig.safeParse(given);
  expect(result.error?.issues.map((issue) => issue.message)).toEqual([message]);
});

function create(config: TrainConfig): Optimizer {
  const parameters = createParameterSet(shapes);
  for (let i = 0; i < parameters.flat.length; i++) parameters.flat[i] = Math.sin(i);
  return createOptimizer(config, parameters);
}

/** One step against gradients that depend on its number. */
function advance(optimizer: Optimizer, step: number): void {
  const gradients = Object.values(shapes).map((shape, i) => {
    const length = shape.reduce((size, dim) => size * dim, 1);
    return tf.tensor(
      Float32Array.from({ length }, (_, j) => Math.cos(3 * step + 5 * i + j)),
      shape,
    );
  });
  tf.dispose([optimizer.step(gradients, rate), ...gradients]);
}
