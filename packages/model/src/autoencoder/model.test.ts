/** Tests of the network, its loss and its optimiser against PyTorch. */
import { readFileSync } from 'node:fs';
import { createRandom, mean, type Random } from '@anodec/core';
import { beforeAll, describe, expect, test } from 'vitest';
import { backends, mapInputs, tf, useBackend } from '@anodec/kernels';
import { AutoencoderConfig } from '../config.js';
import { createParameterSet } from '../parameter-set.js';
import { reverseRows, type WindowBatch, withStandIns } from './batches.js';
import { windowArrays, windowLosses } from './loss.js';
import { createTrainable, tensorsOf } from './model.js';
import { reconstruct } from './network.js';
import { initialWeights, parameterShapes } from './shapes.js';

interface Golden {
  settings: Record<string, unknown>;
  weights: Record<string, number[]>;
  batch: number[];
  /** Random numbers by the path of their stream; absent where training draws none. */
  draws?: Record<string, number[]>;
  output: number[];
  loss: number;
  /** The losses that it is made of, where these are several. */
  parts: Record<string, number>;
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

/** The cases with what they differ in, as a name. */
const named = cases.map((golden, i) => ({ golden, name: `${i} ${nameOf(golden.settings)}` }));

describe.each(['simd', 'wasm', 'cpu', 'another backend'])('on %s', (backend) => {
  beforeAll(async () => {
    if (backend in backends) await useBackend(backend);
    else await useUnknownBackend(backend);
  });

  // what is composed of operations differs by cell and decoder alone
  const all = backend in backends ? named : named.slice(0, 7);
  describe.each(all)('$name', ({ golden }) => {
    test('reconstructs as PyTorch does', () => {
      const { config, parameters } = build(golden);
      const input = tf.tensor(golden.batch, [B, W, C]);
      const output = reconstruct({ config, weights: tensorsOf(parameters) }, input);
      expect(distance(output.dataSync<'float32'>(), golden.output)).toBeLessThan(2e-6);
    });

    test('has PyTorch’s loss and gradients', () => {
      const { config, parameters } = build(golden);
      const names = Object.keys(parameters.shapes);
      const { value, grads } = tf.valueAndGrads((...tensors) => {
        const weights = Object.fromEntries(names.map((name, i) => [name, tensors[i]]));
        const { dropout, ...batch } = batchOf(golden);
        const inputs = mapInputs(windowArrays(batch, config, C), ({ values, shape }) =>
          tf.tensor(values, [...shape]),
        );
        return windowLosses({ config, weights, dropout, step: 0 }, inputs)[0];
      })(Object.values(tensorsOf(parameters)));
      expect(value.dataSync()[0]).toBeCloseTo(golden.loss, 5);
      const far = names.filter((name, i) => {
        const gradient = grads[i].dataSync<'float32'>();
        return !(distance(gradient, golden.gradients[name]) < 2e-6);
      });
      expect(far).toEqual([]);
    });

    test('tells PyTorch’s gradients of a step, also of one that is not made', async () => {
      const { config, parameters } = build(golden);
      const channels = Array.from({ length: C }, (_, c) => `c${c}`);
      const model = createTrainable(config, parameters, channels);
      await model.step(batchOf(golden), { ...rates, step: 0, accept: () => false });
      const gradients = (await model.gradients?.()) ?? {};
      const { arrays } = await model.state();
      model.dispose();
      const far = Object.keys(parameters.views).filter(
        (name) => !(distance(gradients[name].data, golden.gradients[name]) < 2e-6),
      );
      expect(far).toEqual([]);
      for (const [name, view] of Object.entries(parameters.views)) {
        expect(arrays[name].data).toEqual(view);
      }
    });

    test('has PyTorch’s weights after five steps of Adam', async () => {
      const { config, parameters } = build(golden);
      const channels = Array.from({ length: C }, (_, c) => `c${c}`);
      const model = createTrainable(config, parameters, channels);
      for (let step = 0; step < 5; step++) {
        const values = await model.step(batchOf(golden), { ...rates, step });
        if (step > 0) continue;
        const expected = Object.entries({ loss: golden.loss, ...golden.parts });
        expect([...model.losses]).toEqual(expected.map(([name]) => name));
        for (const [name, value] of expected) expect(values[name]).toBeCloseTo(value, 5);
      }
      const { arrays } = await model.state();
      model.dispose();
      const far = Object.keys(parameters.views).filter(
        // Adam divides by the size of the gradient, so that rounding of a tiny one is enlarged
        (name) => !(distance(arrays[name].data, golden.after[name]) < 2e-4),
      );
      expect(far).toEqual([]);
    });
  });
});

test.each([{ averageWeights: 'ema' }, { averageWeights: 'swa', swaStart: 0.5, maxEpochs: 2 }])(
  'validates with the averages of the weights from the first one on, also after validations without, %j',
  async (averaging) => {
    await useBackend('simd');
    const { config, parameters } = build({
      ...cases[0],
      settings: { ...cases[0].settings, ...averaging },
    });
    const lossAfter = async (validations: number) => {
      const model = createTrainable(config, parameters, ['a', 'b', 'c']);
      for (let i = 0; i < validations; i++) await model.loss(batchOf(cases[0]));
      for (let step = 0; step < 4; step++) await model.step(batchOf(cases[0]), { ...rates, step });
      model.endEpoch?.(1);
      await model.step(batchOf(cases[0]), { ...rates, step: 4 }); // whose weights are not the average
      const { loss } = await model.loss(batchOf(cases[0]));
      model.dispose();
      return loss;
    };
    expect(await lossAfter(3)).toBe(await lossAfter(0));
  },
);

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

const everything = {
  cell: 'lstm',
  bidirectional: true,
  layerNorm: true,
  attention: 'general',
  decoder: 'autoregressive',
  teacherForcing: 0.5,
  variational: true,
  direction: 'both',
  recurrentDropout: 0.2,
};

test.each([
  ['simd', 200, { cell: 'gru', numLayers: 2, dropout: 0.2 }],
  ['wasm', 200, { cell: 'gru', numLayers: 2, dropout: 0.2 }],
  ['simd', 20, everything],
  ['wasm', 20, everything],
])('on %s, %i training steps keep no tensor alive, %j', async (backend, steps, settings) => {
  await useBackend(backend);
  const config = AutoencoderConfig.parse({ ...settings, windowSize: W, hiddenSize: 4 });
  const parameters = initialWeights(parameterShapes(config, C), createRandom(1));
  const model = createTrainable(config, parameters, ['a', 'b', 'c']);
  const input = Float32Array.from(cases[1].batch);
  const learn = async (step: number) => {
    const dropout = createRandom(step);
    await model.step({ size: B, input, target: input, dropout }, { ...rates, step });
    await model.loss({ size: B, input, target: input });
  };
  const empty = counts();
  await learn(0); // may be recorded, with tensors that the model keeps to repeat it
  const before = counts();
  for (let step = 1; step <= steps; step++) await learn(step);
  expect(counts()).toEqual(before);
  model.dispose();
  expect(counts()[0]).toBeLessThan(empty[0]);
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

/** What differs between the cases, in a few words. */
function nameOf({ cell, decoder, ...others }: Record<string, unknown>): string {
  const plain = ['loss', 'hiddenSize', 'embeddingSize', 'numLayers', 'reverseTarget'];
  const entries = Object.entries(others).filter(([name]) => !plain.includes(name));
  const rest = entries.map(([name, value]) => `${name} ${String(value)}`);
  return [cell, decoder, ...rest].join(', ');
}

/** The batch of a case, with the random numbers that PyTorch drew. */
function batchOf({ batch, draws, settings }: Golden): WindowBatch {
  const input = Float32Array.from(batch);
  const target = input.slice();
  if (settings.reverseTarget) reverseRows(input, W, C, target);
  return { size: B, input, target, ...(draws && { dropout: replay(draws, []) }) };
}

/** A stream that gives recorded numbers; those of a stream within it have its name in their path. */
function replay(draws: Record<string, number[]>, path: readonly string[]): Random {
  let used = 0;
  const next = (): number => {
    const value = draws[path.join('/')]?.[used++];
    if (value === undefined) throw new Error(`No number ${used} of the stream ${path.join('/')}.`);
    return value;
  };
  return {
    uniform: next,
    normal: next,
    integer: (limit) => Math.floor(next() * limit),
    stream: (name) => replay(draws, [...path, name]),
    state: new Uint32Array(4),
  };
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
