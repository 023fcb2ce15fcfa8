/** Tests of the network, its loss and its optimiser against PyTorch. */
import { readFileSync } from 'node:fs';
import { mean } from '@anodec/core';
import { beforeAll, describe, expect, test } from 'vitest';
import { backends, tf, useBackend } from '@anodec/kernels';
import { AutoencoderConfig } from '../config.js';
import { createParameterSet } from '../parameter-set.js';
import { reverseRows, withStandIns } from './batches.js';
import { createTrainable, tensorsOf } from './model.js';
import { reconstruct } from './network.js';
import { parameterShapes } from './shapes.js';

interface Golden {
  settings: Record<string, unknown>;
  weights: Record<string, number[]>;
  batch: number[];
  output: number[];
  loss: number;
  gradients: Record<string, number[]>;
  after: Record<string, number[]>;
}

const fixture = new URL('../../../../test/fixtures/autoencoder.json', import.meta.url);
const { B, W, C, cases } = JSON.parse(readFileSync(fixture, 'utf8')) as {
  B: number;
  W: number;
  C: number;
  cases: Golden[];
};

/** The rate with which the golden weights were made. */
const rates = { learningRates: { optimizer: 0.01 }, step: 0 };

describe.each(['simd', 'wasm', 'cpu', 'another backend'])('on %s', (backend) => {
  beforeAll(async () => {
    if (backend in backends) await useBackend(backend);
    else await useUnknownBackend(backend);
  });

  describe.each(cases)('$settings.cell, $settings.decoder, $settings.loss', (golden) => {
    test('reconstructs as PyTorch does', () => {
      const { config, parameters } = build(golden);
      const input = tf.tensor(golden.batch, [B, W, C]);
      const output = reconstruct({ config, weights: tensorsOf(parameters) }, input);
      expect(distance(output.dataSync<'float32'>(), golden.output)).toBeLessThan(2e-6);
    });

    test('has PyTorch’s loss and, after five steps of Adam, its weights', async () => {
      const { config, parameters } = build(golden);
      const channels = Array.from({ length: C }, (_, c) => `c${c}`);
      const model = createTrainable(config, parameters, channels);
      const input = Float32Array.from(golden.batch);
      const target = input.slice();
      if (config.reverseTarget) reverseRows(input, W, C, target);
      const batch = { size: B, input, target };
      expect((await model.loss(batch)).loss).toBeCloseTo(golden.loss, 5);
      for (let step = 0; step < 5; step++) await model.step(batch, rates);
      const { arrays } = await model.state();
      model.dispose();
      for (const name of Object.keys(parameters.views)) {
        // Adam divides by the size of the gradient, so that rounding of a tiny one is enlarged
        expect(distance(arrays[name].data, golden.after[name])).toBeLessThan(2e-4);
      }
    });
  });
});

test('means the loss over the readings that are there', async () => {
  await useBackend('cpu');
  const { config, parameters } = build(cases[0]);
  const target = Float32Array.from(cases[0].batch, (value, i) => (i % 5 === 2 ? NaN : value));
  const input = withStandIns(target);
  const mask = target.map((value) => (Number.isNaN(value) ? 0 : 1));
  const unturned = { ...config, reverseTarget: false, loss: 'mse' } as const;
  const model = createTrainable(unturned, parameters, ['a', 'b', 'c']);
  const weights = tensorsOf(parameters);
  const output = reconstruct({ config: unturned, weights }, tf.tensor(input, [B, W, C]));
  const errors = output.dataSync<'float32'>().map((value, i) => (value - target[i]) ** 2);
  const present = [...errors].filter((error) => !Number.isNaN(error));
  expect(present.length).toBeLessThan(errors.length);
  const batch = { size: B, input, target, mask };
  expect((await model.loss(batch)).loss).toBeCloseTo(mean(present), 6);
  const { loss, gradientNorm } = await model.step(batch, rates);
  expect([loss, gradientNorm].every(Number.isFinite)).toBe(true);
  model.dispose();
});

test.each(['simd', 'wasm'])('on %s, 200 training steps keep no tensor alive', async (backend) => {
  await useBackend(backend);
  const { config, parameters } = build(cases[1]);
  const model = createTrainable({ ...config, dropout: 0.2 }, parameters, ['a', 'b', 'c']);
  const input = Float32Array.from(cases[1].batch);
  const before = counts();
  for (let step = 0; step < 200; step++) {
    await model.step({ size: B, input, target: input }, rates);
    await model.loss({ size: B, input, target: input });
  }
  expect(counts()).toEqual(before);
});

function build(golden: Golden) {
  const config = AutoencoderConfig.parse({
    ...golden.settings,
    windowSize: W,
  });
  const parameters = createParameterSet(parameterShapes(config, C));
  expect(Object.keys(parameters.views).sort()).toEqual(Object.keys(golden.weights).sort());
  for (const [name, view] of Object.entries(parameters.views)) view.set(golden.weights[name]);
  return { config, parameters };
}

/** One that has no products of its own here, so that everything is composed of its operations. */
async function useUnknownBackend(name: string): Promise<void> {
  await useBackend('cpu');
  tf.registerBackend(name, () => tf.findBackend('cpu'));
  tf.copyRegisteredKernels('cpu', name);
  await tf.setBackend(name);
}

/** The largest difference; NaN where there is nothing to compare with. */
function distance(actual: Float32Array, expected: readonly number[]): number {
  return expected.reduce((most, value, i) => Math.max(most, Math.abs(value - actual[i])), 0);
}

/** Tensors that the engine and the backend hold. */
function counts(): number[] {
  return [tf.memory().numTensors, tf.engine().backend.numDataIds()];
}
