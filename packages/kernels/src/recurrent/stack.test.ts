/** How `lstm` and `gru` behave; their numbers are in goldens.test.ts. */
import { createRandom } from '@anodec/core';
import { beforeAll, expect, test } from 'vitest';
import { useBackend } from '../backend.js';
import { tf } from '../tensorflow.js';
import { dropout } from './dropout.js';
import type { RecurrentParameters } from './parameters.js';
import { gru, lstm } from './stack.js';

const [B, W, I, H] = [3, 6, 2, 4];

beforeAll(async () => {
  await useBackend('cpu');
});

test('handing the states on continues a sequence as if it had not been cut', () => {
  const parameters = randomParameters(4, 2, 1);
  const input = wave(B, W, I);
  const whole = lstm(input, parameters);
  const first = lstm(tf.slice(input, [0, 0, 0], [B, 2, I]), parameters);
  const second = lstm(tf.slice(input, [0, 2, 0], [B, W - 2, I]), parameters, { initial: first });
  expect(valuesOf(tf.concat([first.output, second.output], 1))).toEqual(valuesOf(whole.output));
  expect(valuesOf(second.hidden)).toEqual(valuesOf(whole.hidden));
  expect(valuesOf(second.cell)).toEqual(valuesOf(whole.cell));
});

test('gives the same for sequences in another order, lengths included', () => {
  const parameters = randomParameters(3, 2, 2);
  const input = wave(B, W, I);
  const lengths = [2, 6, 3];
  const order = [2, 0, 1];
  const run = (turn: number[]) =>
    gru(tf.gather(input, turn), parameters, { lengths: turn.map((b) => lengths[b]) });
  const { output, hidden } = run([0, 1, 2]);
  const turned = run(order);
  expect(valuesOf(turned.output)).toEqual(valuesOf(tf.gather(output, order)));
  expect(valuesOf(turned.hidden)).toEqual(valuesOf(tf.gather(hidden, order, 1)));
});

test('answers the last hidden state as output where only that is asked for', () => {
  const parameters = randomParameters(4, 2, 2);
  const { output, hidden } = lstm(wave(B, W, I), parameters, { output: 'last' });
  const [, , forward, reverse] = tf.unstack(hidden);
  expect(valuesOf(output)).toEqual(valuesOf(tf.concat([forward, reverse], 1)));
});

test('keeps no tensor alive but its results', () => {
  const parameters = randomParameters(4, 2, 2);
  const input = wave(B, W, I);
  const names = Object.keys(parameters);
  const run = (...given: tf.Tensor[]) => {
    const layers = Object.fromEntries(names.map((name, i) => [name, given[i]]));
    const random = createRandom(1);
    return lstm(input, layers, { lengths: [2, 6, 3], dropout: { rate: 0.5, random } }).output;
  };
  const step = () => {
    tf.dispose(tf.grads(run)(Object.values(parameters)));
    tf.dispose({ ...lstm(input, parameters) });
  };
  step();
  const before = [tf.memory().numTensors, tf.engine().backend.numDataIds()];
  for (let times = 0; times < 20; times++) step();
  expect([tf.memory().numTensors, tf.engine().backend.numDataIds()]).toEqual(before);
});

test('drops between layers only, the same for the same seed', () => {
  const run = (layers: number, seed: number) => {
    const settings = { dropout: { rate: 0.5, random: createRandom(seed) } };
    return valuesOf(gru(wave(B, W, I), randomParameters(3, layers, 1), settings).output);
  };
  const without = (layers: number) =>
    valuesOf(gru(wave(B, W, I), randomParameters(3, layers, 1)).output);
  expect(run(1, 7)).toEqual(without(1));
  expect(run(2, 7)).not.toEqual(without(2));
  expect(run(2, 7)).toEqual(run(2, 7));
  expect(run(2, 7)).not.toEqual(run(2, 8));
});

test('drops the share asked for and keeps the mean', () => {
  const values = valuesOf(dropout(tf.ones([100, 100]), 0.2, createRandom(3)));
  const dropped = values.filter((value) => value === 0).length / values.length;
  expect(dropped).toBeCloseTo(0.2, 2); // a deviation is 0.004
  expect(values.every((value) => value === 0 || value === 1.25)).toBe(true);
});

test('draws nothing where nothing is dropped', () => {
  const random = createRandom(3);
  const before = random.state.slice();
  dropout(tf.ones([4]), 0, random);
  expect(random.state).toEqual(before);
});

test('refuses a dropout rate that would leave nothing', () => {
  const drop = () => dropout(tf.ones([4]), 1, createRandom(3));
  expect(drop).toThrow('The dropout rate must be at least 0 and less than 1, got 1.');
});

test('refuses a parameter that torch.nn.LSTM does not have', () => {
  const parameters = { ...randomParameters(4, 1, 1), weight_hr_l0: tf.zeros([2, H]) };
  expect(() => lstm(wave(B, W, I), parameters)).toThrow(
    'Parameters must be named as those of torch.nn.LSTM and torch.nn.GRU, such as weight_ih_l0, ' +
      'got weight_hr_l0.',
  );
});

test.each([
  ['weight_hh_l1', 'weight_hh_l1'],
  ['bias_ih_l0_reverse', 'bias_ih_l0_reverse'],
])('names the parameter that is missing: %s', (missing, named) => {
  const { [missing]: _, ...parameters } = randomParameters(3, 2, 2);
  expect(() => gru(wave(B, W, I), parameters)).toThrow(`Parameters must hold ${named}, got weight`);
});

test('refuses no parameters at all', () => {
  expect(() => gru(wave(B, W, I), {})).toThrow('Parameters must hold weight_ih_l0, got none.');
});

test('refuses parameters of the other cell', () => {
  const run = () => lstm(wave(B, W, I), randomParameters(3, 1, 1));
  expect(run).toThrow('weightIh must be (16, 2), got (12, 2).');
});

test('refuses an empty sequence, as PyTorch does', () => {
  const run = () => gru(wave(B, W, I), randomParameters(3, 1, 1), { lengths: [1, 0, 2] });
  expect(run).toThrow('lengths must be whole numbers from 1 to 6, got 0 for sequence 1.');
});

test('refuses states of too few layers', () => {
  const initial = { hidden: wave(1, B, H) };
  const run = () => gru(wave(B, W, I), randomParameters(3, 2, 1), { initial });
  expect(run).toThrow('initial.hidden must be (2, 3, 4), got (1, 3, 4).');
});

function randomParameters(gates: number, layers: number, directions: number): RecurrentParameters {
  const parameters: Record<string, tf.Tensor> = {};
  for (let layer = 0; layer < layers; layer++) {
    for (const suffix of ['', '_reverse'].slice(0, directions)) {
      const inputs = layer === 0 ? I : directions * H;
      parameters[`weight_ih_l${layer}${suffix}`] = wave(gates * H, inputs);
      parameters[`weight_hh_l${layer}${suffix}`] = wave(gates * H, H);
      parameters[`bias_ih_l${layer}${suffix}`] = wave(gates * H);
      parameters[`bias_hh_l${layer}${suffix}`] = wave(gates * H);
    }
  }
  return parameters;
}

function valuesOf(tensor: tf.Tensor): Float32Array {
  return tensor.dataSync<'float32'>().slice();
}

function wave(...shape: number[]): tf.Tensor {
  const length = shape.reduce((size, dim) => size * dim);
  return tf.tensor(
    Float32Array.from({ length }, (_, i) => Math.sin(i * i + 1)),
    shape,
  );
}
