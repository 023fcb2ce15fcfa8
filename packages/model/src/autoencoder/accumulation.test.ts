/** Accumulated gradients against those of one large batch. */
import { createFrame, createRandom, StoppedError } from '@anodec/core';
import { tf, useBackend } from '@anodec/kernels';
import { beforeAll, describe, expect, test } from 'vitest';
import { AutoencoderConfig } from '../config.js';
import type { ModelState } from '../training/trainable.js';
import { createWindowBatches } from './batches.js';
import { createTrainable } from './model.js';
import { partsOf } from './parts.js';
import { initialWeights, parameterShapes } from './shapes.js';

const channels = ['a', 'b', 'c'];
const settings = { windowSize: 4, hiddenSize: 5, embeddingSize: 3, sampleSize: 0, seed: 3 };
const rates = { learningRates: { optimizer: 0.01 } };

/** 34 windows, with missing readings in the first of them only. */
const random = createRandom(4);
const values = Float32Array.from({ length: 37 * 3 }, (_, i) =>
  i % 7 === 2 && i < 50 ? NaN : random.normal(),
);
const frame = createFrame({ values, channels });

describe.each(['cpu', 'simd'])('on %s', (backend) => {
  beforeAll(async () => {
    await useBackend(backend);
  });

  test('three batches of four make the steps of one batch of twelve, to rounding', async () => {
    const apart = await train({ batchSize: 4, accumulateGradBatches: 3 });
    const whole = await train({ batchSize: 12 });
    expect(apart.losses).toHaveLength(3); // the last step of the epoch has the ten windows that are left
    apart.losses.forEach((loss, i) => expect(loss / whole.losses[i]).toBeCloseTo(1, 6));
    expect(distance(apart.state, whole.state)).toBeLessThan(1e-5); // Adam divides by tiny gradients
    // or the weights of the parts would not matter
    const equal = await train({ batchSize: 4, accumulateGradBatches: 3 }, 'equal weights');
    expect(distance(equal.state, whole.state)).toBeGreaterThan(1e-4);
  });

  test('20 accumulated steps keep no tensor alive', async () => {
    const { model, batch } = first({ batchSize: 3, accumulateGradBatches: 4, dropout: 0.2 });
    await model.step(batch, { ...rates, step: 0 });
    const before = tf.memory().numTensors;
    for (let step = 1; step <= 20; step++) await model.step(batch, { ...rates, step });
    expect(tf.memory().numTensors).toBe(before);
    model.dispose();
  });

  test('gradients for logs are those that the step was made with: they have its norm', async () => {
    for (const given of [{ batchSize: 12 }, { batchSize: 3, accumulateGradBatches: 4 }]) {
      const { model, batch } = first(given);
      expect(await model.gradients?.()).toEqual({});
      for (let step = 0; step < 3; step++) {
        const { gradientNorm } = await model.step(batch, { ...rates, step });
        const arrays = Object.values((await model.gradients?.()) ?? {});
        const squares = arrays.flatMap(({ data }) => Array.from(data, (value) => value ** 2));
        const norm = Math.sqrt(squares.reduce((sum, square) => sum + square, 0));
        expect(norm / gradientNorm).toBeCloseTo(1, 5); // a step changes the norm by more than a hundredth
      }
      model.dispose();
    }
  });
});

test('a signal between two parts ends the step, of which nothing is left', async () => {
  await useBackend('cpu');
  const { model, batch } = first({ batchSize: 3, accumulateGradBatches: 4 });
  const before = [await model.state(), tf.memory().numTensors];
  const signal = AbortSignal.abort();
  await expect(model.step(batch, { ...rates, step: 0, signal })).rejects.toThrow(StoppedError);
  expect([await model.state(), tf.memory().numTensors]).toEqual(before);
  model.dispose();
});

test('batches are counted before they are put together', () => {
  const sizes = (given: object) => {
    const config = AutoencoderConfig.parse({ ...settings, batchSize: 4, ...given });
    const batches = createWindowBatches(config, [frame], []);
    const found = [...batches.train(0)].map(({ size }) => size);
    expect(batches.stepsPerEpoch).toBe(found.length);
    return found;
  };
  expect(sizes({ accumulateGradBatches: 3 })).toEqual([12, 12, 10]);
  expect(sizes({ accumulateGradBatches: 3, limitTrainBatches: 4 })).toEqual([12, 4]);
  expect(sizes({ accumulateGradBatches: 100 })).toEqual([34]);
  expect(sizes({ accumulateGradBatches: 3, fastDevRun: true })).toEqual([4]);
});

test('parts drop other values, and a part without readings is left out', () => {
  const { batch } = first({ batchSize: 4, accumulateGradBatches: 3 });
  const draws = partsOf(batch, 4).map((part) => part.batch.dropout?.uniform());
  expect(new Set(draws).size).toBe(3);
  const mask = batch.target.map((_, i) => (i < 5 * 12 ? 0 : 1));
  const known = partsOf({ ...batch, mask }, 4);
  expect(known.map(({ batch: { size }, weight }) => [size, weight])).toEqual([
    [4, 36],
    [4, 48],
  ]);
  expect(partsOf({ ...batch, mask: mask.fill(0) }, 4)).toHaveLength(1);
});

function first(given: object) {
  const config = AutoencoderConfig.parse({ ...settings, ...given });
  const parameters = initialWeights(parameterShapes(config, 3), createRandom(1));
  const [batch] = createWindowBatches(config, [frame], []).train(0);
  return { model: createTrainable(config, parameters, channels), batch };
}

/** One epoch. @param weights of the parts, in place of the numbers of their readings */
async function train(given: object, weights?: 'equal weights') {
  const config = AutoencoderConfig.parse({ ...settings, ...given });
  const { model } = first(given);
  const losses: number[] = [];
  let step = 0;
  for (const batch of createWindowBatches(config, [frame], []).train(0)) {
    // a mask of the same readings, whose values add up to the same for each part
    const mask = weights && batch.mask && evened(batch.mask, config.batchSize * 12);
    const { loss } = await model.step({ ...batch, ...(mask && { mask }) }, { ...rates, step });
    losses.push(loss);
    step += 1;
  }
  const state = await model.state();
  model.dispose();
  return { losses, state };
}

function evened(mask: Float32Array, length: number): Float32Array {
  const out = mask.slice();
  for (let from = 0; from < mask.length; from += length) {
    const part = out.subarray(from, from + length);
    const sum = part.reduce((total, one) => total + one, 0);
    part.forEach((one, i) => void (part[i] = one / sum));
  }
  return out;
}

function distance(a: ModelState, b: ModelState): number {
  const differences = Object.entries(a.arrays).flatMap(([name, { data }]) =>
    [...data].map((value, i) => Math.abs(value - b.arrays[name].data[i])),
  );
  return Math.max(...differences);
}
