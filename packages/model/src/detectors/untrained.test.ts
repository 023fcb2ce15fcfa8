/** Tests of the untrained network. */
import { linear } from '@anodec/classic';
import { createRandom, type Detector } from '@anodec/core';
import { expect, test } from 'vitest';
import { initialWeights, parameterShapes } from '../autoencoder/shapes.js';
import { AutoencoderConfig } from '../config.js';
import { wave } from '../wave.fixture.js';
import { autoencoder } from './autoencoder.js';
import { untrained } from './untrained.js';

const network = {
  windowSize: 6,
  hiddenSize: 5,
  embeddingSize: 3,
  backend: 'cpu',
} as const;

test('has the weights that a training with the same seed begins with', async () => {
  const fitted = await untrained.create({ ...network, seed: 7 }).fit([wave(50)]);
  const shapes = parameterShapes(AutoencoderConfig.parse(network), 3);
  const { views } = initialWeights(shapes, createRandom(7).stream('weights'));
  const { arrays } = fitted.state();
  for (const [name, view] of Object.entries(views)) expect(arrays[name].data).toEqual(view);
});

test('scores otherwise than the trained network, and otherwise for another seed', async () => {
  const rowsOf = async (entry: { create(options: object): Detector }, options: object) =>
    (await (await entry.create({ ...network, ...options }).fit([wave(60)])).score(wave(30))).rows;
  const [first, again, other] = [
    await rowsOf(untrained, { seed: 1 }),
    await rowsOf(untrained, { seed: 1 }),
    await rowsOf(untrained, { seed: 2 }),
  ];
  expect(again).toEqual(first);
  expect(other).not.toEqual(first);
  expect(await rowsOf(autoencoder, { seed: 1, maxEpochs: 1, batchSize: 4 })).not.toEqual(first);
});

test('gives what the linear path gives where it stands on one', async () => {
  const onPath = await untrained.create({ ...network, linearPath: true }).fit([wave(80)]);
  const alone = await linear.create({}).fit([wave(80)]);
  const { channels = [] } = await onPath.score(wave(40));
  const expected = (await alone.score(wave(40))).channels ?? [];
  const first = onPath.lookback * 3;
  expect(first).toBeGreaterThan(0);
  expect(channels[first - 1]).toBeNaN();
  for (let i = first; i < channels.length; i++) expect(channels[i]).toBeCloseTo(expected[i], 5);
});

test('refuses settings of a training', () => {
  expect(() => untrained.create({ maxEpochs: 3 })).toThrow('maxEpochs');
});
