/** The layers for tf.layers models against Keras and against the stock layers. */
import { readFileSync } from 'node:fs';
import * as tfl from '@tensorflow/tfjs-layers';
import { beforeAll, describe, expect, test } from 'vitest';
import { availableBackends } from '../testing/available-backends.js';
import { useBackend } from '../backend.js';
import { fallbackCount } from '../recurrent/run-kernel.js';
import { tf } from '../tensorflow.js';
import { FusedGRU, FusedLSTM } from './index.js';

interface Plain {
  shape: number[];
  values: number[];
}

interface Golden {
  name: string;
  cell: 'LSTM' | 'GRU';
  settings: Record<string, unknown>;
  mask: number[][] | null;
  input: Plain;
  weights: Plain[];
  initial: Plain[] | null;
  outputs: Plain[];
  upstream: Plain;
  gradients: Plain[];
}

const fixture = new URL('../../../../test/fixtures/recurrent_keras.json', import.meta.url);
const goldens = (JSON.parse(readFileSync(fixture, 'utf8')) as { cases: Golden[] }).cases;

// single precision over five rows against Keras in double precision
const TOLERANCE = 2e-6;

// masks are read at once, and model.fit reads losses so: no GPU
const backends = (await availableBackends()).flatMap(({ name, problem }) =>
  problem || name === 'webgpu' ? [] : [name],
);

describe.each(backends)('on %s', (backend) => {
  beforeAll(async () => {
    await useBackend(backend);
  });

  test.each(goldens)('Fused$cell gives Keras’ values and gradients: $name', (golden) => {
    const layer = layerOf(golden);
    const input = tensorOf(golden.input);
    layer.apply(input); // builds it
    layer.setWeights(golden.weights.map(tensorOf));
    const weights = layer.trainableWeights.map((weight) => weight.read() as tf.Variable);
    const settings = {
      mask: golden.mask && tf.tensor(golden.mask.flat(), [4, 5], 'bool'),
      initialState: golden.initial?.map(tensorOf),
    };
    const outputs: tf.Tensor[] = [];
    const gradients = tf.grads((...given: tf.Tensor[]) => {
      const answer = [layer.apply(given[0], settings)].flat() as tf.Tensor[];
      outputs.push(...answer.map((output) => tf.keep(tf.clone(output))));
      return answer[0];
    })([input, ...weights], tensorOf(golden.upstream));
    const expected = [...golden.outputs, ...golden.gradients];
    const actual = [...outputs, ...gradients];
    expect(actual.map(({ shape }) => shape)).toEqual(expected.map(({ shape }) => shape));
    const errors = actual.map((tensor, i) => errorOf(tensor, expected[i].values));
    expect(errors.filter((error) => !(error < TOLERANCE))).toEqual([]);
  });

  test.each(['FusedLSTM', 'FusedGRU'])('model.fit trains a %s', async (name) => {
    const make = name === 'FusedLSTM' ? FusedLSTM : FusedGRU;
    const model = tfl.sequential({
      layers: [
        new make({ units: 6, returnSequences: true, inputShape: [5, 3], ...seeded }),
        new make({ units: 4, ...seeded }),
        tfl.layers.dense({
          units: 1,
          kernelInitializer: tfl.initializers.glorotNormal({ seed: 3 }),
        }),
      ],
    });
    model.compile({ optimizer: tf.train.adam(0.02), loss: 'meanSquaredError' });
    const x = wave(32, 5, 3);
    const y = tf.sum(tf.slice(x, [0, 3, 0], [32, 1, 1]), [1]); // what the fourth row began with
    const before = fallbackCount();
    const { history } = await model.fit(x, y, {
      epochs: 30,
      batchSize: 16,
      shuffle: false,
    });
    const [first, last] = [history.loss[0], history.loss.at(-1)] as number[];
    expect(last).toBeLessThan(first / 4);
    expect(fallbackCount()).toBe(before);
  });
});

describe('on cpu', () => {
  beforeAll(async () => {
    await useBackend('cpu');
  });

  test.each([
    { returnSequences: true },
    { goBackwards: true, returnSequences: true },
    { useBias: false },
    { unitForgetBias: true, goBackwards: true },
  ])(
    'takes over the weights of tf.layers.lstm and gives the same, masked rows included: %o',
    (own) => {
      const settings = { units: 4, recurrentActivation: 'sigmoid' as const, ...own };
      const modelWith = (layer: tfl.layers.Layer) =>
        tfl.sequential({
          layers: [tfl.layers.masking({ maskValue: 0, inputShape: [5, 3] }), layer],
        });
      const stock = modelWith(tfl.layers.lstm({ ...settings, ...seeded }));
      const fused = modelWith(new FusedLSTM(settings));
      fused.setWeights(stock.getWeights());
      const input = tf.mul(wave(4, 5, 3), tf.tensor(masked, [4, 5, 1]));
      const [expected, actual] = [stock, fused].map((model) => model.predict(input) as tf.Tensor);
      expect(actual.shape).toEqual(expected.shape);
      expect(errorOf(actual, [...expected.dataSync()])).toBeLessThan(TOLERANCE);
    },
  );

  test('cannot take over tf.layers.gru, which resets before the product and refuses the other', () => {
    const settings = { units: 2, resetAfter: true };
    const make = () => tfl.layers.gru(settings);
    expect(make).toThrow('GRUCell does not support reset_after parameter set to true.');
    const stock = tfl.layers.gru({ units: 2, inputShape: [5, 3] });
    const fused = new FusedGRU({ units: 2, inputShape: [5, 3] });
    for (const layer of [stock, fused]) layer.build([null, 5, 3]);
    expect(() => fused.setWeights(stock.getWeights())).toThrow('not compatible');
  });

  test.each([FusedLSTM, FusedGRU])('comes back from its JSON with all settings', async (make) => {
    const model = tfl.sequential({
      layers: [
        tfl.layers.bidirectional({
          layer: new make({ units: 3, returnSequences: true, dropout: 0.25 }),
          mergeMode: 'concat',
          inputShape: [5, 2],
        }),
        new make({ units: 2, useBias: false, goBackwards: true, name: 'top' }),
      ],
    });
    const again = await tfl.models.modelFromJSON(JSON.parse(model.toJSON() as string));
    again.setWeights(model.getWeights());
    const settingsOf = (one: tfl.LayersModel) =>
      JSON.stringify(one.getConfig(), (_, value: unknown) => value ?? null);
    expect(settingsOf(again)).toBe(settingsOf(model));
    const input = wave(3, 5, 2);
    const [expected, actual] = [model, again].map((one) =>
      (one.predict(input) as tf.Tensor).dataSync(),
    );
    expect(actual).toEqual(expected);
  });

  test('drops inputs in training only', () => {
    const layer = new FusedLSTM({ units: 3, dropout: 0.5 });
    const input = tf.ones([2, 4, 8]);
    const run = (training: boolean) =>
      (layer.apply(input, { training }) as tf.Tensor).dataSync().slice();
    expect(run(false)).toEqual(run(false));
    expect(run(true)).not.toEqual(run(false));
  });

  test('a stateful layer goes on where the batch before ended', () => {
    const settings = { units: 3, returnSequences: true, ...seeded };
    const whole = new FusedLSTM({ ...settings, batchInputShape: [2, 6, 3] });
    const parts = new FusedLSTM({ ...settings, stateful: true, batchInputShape: [2, 3, 3] });
    const input = wave(2, 6, 3);
    const expected = whole.apply(input) as tf.Tensor;
    parts.apply(tf.zeros([2, 3, 3])); // builds it
    parts.resetStates();
    parts.setWeights(whole.getWeights());
    const [first, second] = tf.split(input, 2, 1).map((part) => parts.apply(part) as tf.Tensor);
    expect(tf.concat([first, second], 1).dataSync()).toEqual(expected.dataSync());
  });

  test('keeps no tensor alive but its output', () => {
    const layer = new FusedGRU({ units: 3, returnSequences: true });
    const input = wave(2, 4, 3);
    const mask = tf.tensor([1, 1, 0, 1, 1, 0, 0, 0], [2, 4], 'bool');
    const step = () => tf.dispose(layer.apply(input, { mask }) as tf.Tensor);
    step();
    const before = tf.memory().numTensors;
    for (let times = 0; times < 10; times++) step();
    expect(tf.memory().numTensors).toBe(before);
  });

  test.each([
    ['activation of a FusedLSTM must be tanh, got "relu".', { activation: 'relu' as const }],
    ['recurrentDropout of a FusedLSTM must be 0, got 0.1.', { recurrentDropout: 0.1 }],
    [
      'recurrentActivation of a FusedLSTM must be sigmoid, got "hardSigmoid". ' +
        'Use the layer of @tensorflow/tfjs-layers for anything else.',
      { recurrentActivation: 'hardSigmoid' as const },
    ],
  ])('refuses what it does not compute: %s', (message, settings) => {
    expect(() => new FusedLSTM({ units: 2, ...settings })).toThrow(message);
  });

  test('refuses a GRU that resets before the product', () => {
    const make = () => new FusedGRU({ units: 2, resetAfter: false });
    expect(make).toThrow('resetAfter of a FusedGRU must be true, got false');
  });
});

const seeded = {
  kernelInitializer: tfl.initializers.glorotNormal({ seed: 1 }),
  recurrentInitializer: tfl.initializers.glorotNormal({ seed: 2 }),
};

// one row of each sequence, at least one that counts; the third begins with a masked one
const masked = [1, 1, 1, 1, 1, 1, 1, 0, 0, 0, 0, 1, 1, 0, 1, 1, 0, 0, 0, 1];

function layerOf({ cell, settings }: Golden): FusedLSTM | FusedGRU {
  const camel = Object.fromEntries(
    Object.entries(settings).map(([name, value]) => [
      name.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase()),
      value,
    ]),
  ) as { units: number };
  return cell === 'LSTM' ? new FusedLSTM(camel) : new FusedGRU(camel);
}

function tensorOf({ shape, values }: Plain): tf.Tensor {
  return tf.tensor(values, shape, 'float32');
}

/** The largest error, relative to the largest value or to 1. */
function errorOf(actual: tf.Tensor, expected: number[]): number {
  const values = actual.dataSync();
  const errors = expected.map((value, i) => Math.abs(value - values[i]));
  return Math.max(...errors) / Math.max(1, ...expected.map(Math.abs));
}

function wave(...shape: number[]): tf.Tensor {
  const length = shape.reduce((size, dim) => size * dim);
  return tf.tensor(
    Float32Array.from({ length }, (_, i) => Math.sin(i * i + 1)),
    shape,
  );
}
