/** One seed has streams of its own for weights, windows and dropout: a change of one does not move the others. */
import { expect, test } from 'vitest';
import { createWindowBatches } from '../autoencoder/batches.js';
import { AutoencoderConfig } from '../config.js';
import { autoencoder } from '../detectors/autoencoder.js';
import { wave } from '../wave.fixture.js';
import type { Callback } from './callback.js';

const settings = { windowSize: 5, hiddenSize: 6, embeddingSize: 4, numLayers: 2, threads: 1 };
const parse = (options: Readonly<Record<string, unknown>>) =>
  AutoencoderConfig.parse({ ...settings, sampleSize: 40, batchSize: 10, ...options });

/** The weights before the first step. */
async function firstWeights(options: Readonly<Record<string, unknown>>) {
  let first: unknown;
  const keep: Callback = {
    async onFitStart(_, access) {
      first = (await access.detector()).arrays;
    },
  };
  const detector = autoencoder.create({ ...parse(options), maxEpochs: 1 }, { callbacks: [keep] });
  await detector.fit([wave(80)]);
  return first;
}

/** All windows of two epochs, and the first number of each batch's dropout. */
function drawn(options: Readonly<Record<string, unknown>>) {
  const batches = createWindowBatches(parse(options), [wave(80)], []);
  const epochs = [0, 1].flatMap((epoch) => [...batches.train(epoch)]);
  return {
    windows: epochs.map(({ indices }) => [...(indices ?? [])]),
    dropout: epochs.map(({ dropout }) => dropout?.uniform()),
  };
}

test('first weights do not depend on dropout, windows and batches', async () => {
  const weights = await firstWeights({});
  expect(await firstWeights({ dropout: 0.3, sampleSize: 20, batchSize: 7 })).toEqual(weights);
  expect(await firstWeights({ seed: 1 })).not.toEqual(weights);
});

test('windows do not depend on dropout and on the size of the network', () => {
  const { windows } = drawn({});
  expect(drawn({ dropout: 0.5, hiddenSize: 9, numLayers: 1 }).windows).toEqual(windows);
  expect(drawn({ seed: 1 }).windows).not.toEqual(windows);
});

test('dropout does not depend on the windows that are drawn', () => {
  const { dropout, windows } = drawn({});
  const other = drawn({ sampleSize: 0, batchSize: 19 });
  expect(other.windows).not.toEqual(windows);
  expect(other.dropout.slice(0, 4)).toEqual(dropout.slice(0, 4));
  expect(new Set(dropout).size).toBe(dropout.length);
});
