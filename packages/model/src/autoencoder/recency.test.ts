/** Windows that count for less the older they are. */
import { createFrame, createRandom } from '@anodec/core';
import { useBackend } from '@anodec/kernels';
import { expect, test } from 'vitest';
import { AutoencoderConfig } from '../config.js';
import { createWindowBatches } from './batches.js';
import { createTrainable } from './model.js';
import { initialWeights, parameterShapes } from './shapes.js';

const settings = { windowSize: 2, sampleSize: 0, batchSize: 5, hiddenSize: 3, embeddingSize: 2 };
const frames = [
  createFrame({ values: Float32Array.of(1, 2, NaN, 4), channels: ['a'] }),
  createFrame({ values: Float32Array.of(5, 6, 7), channels: ['a'] }),
];

test('halves the weight of a window with every half-life that it is older than the last', () => {
  const config = AutoencoderConfig.parse({ ...settings, recencyHalfLife: 2, reverseTarget: false });
  const [batch] = createWindowBatches(config, frames, []).train(0);
  const weights = Object.fromEntries(
    Array.from({ length: batch.size }, (_, b) => [
      batch.input[2 * b],
      Array.from(batch.mask?.subarray(2 * b, 2 * b + 2) ?? []),
    ]),
  );
  // windows end after rows 2, 3, 4 of the first recording and rows 4 + 2, 4 + 3 in both together
  const half = Math.fround(2 ** -0.5);
  expect(weights[6]).toEqual([1, 1]);
  expect(weights[5]).toEqual([half, half]);
  expect(weights[2]).toEqual([0.25, 0]); // its second reading is missing
  expect(weights[1].map((weight) => weight / 2 ** -2.5)).toEqual(
    [1, 1].map(() => expect.closeTo(1, 6)),
  );
});

test('validates all windows alike, and has no weights without a half-life', () => {
  const config = AutoencoderConfig.parse({ ...settings, recencyHalfLife: 2 });
  const [valid] = createWindowBatches(config, frames, [frames[1]]).valid();
  expect(valid.mask).toBeUndefined();
  const [plain] = createWindowBatches({ ...config, recencyHalfLife: 0 }, [frames[1]], []).train(0);
  expect(plain.mask).toBeUndefined();
});

test('the loss of a step is the weighted mean over its windows', async () => {
  await useBackend('cpu');
  const config = AutoencoderConfig.parse({
    ...settings,
    batchSize: 2,
    recencyHalfLife: 1,
    maxEpochs: 1,
  });
  const model = createTrainable(
    config,
    initialWeights(parameterShapes(config, 1), createRandom(1)),
    ['a'],
  );
  const [batch] = createWindowBatches(config, [frames[1]], []).train(0);
  const cut = (from: number) => ({
    size: 1,
    input: batch.input.slice(2 * from, 2 * from + 2),
    target: batch.target.slice(2 * from, 2 * from + 2),
  });
  const [first, second] = [await model.loss(cut(0)), await model.loss(cut(1))];
  const [a, b] = [batch.mask?.[0] ?? NaN, batch.mask?.[2] ?? NaN];
  expect([a, b].sort()).toEqual([0.5, 1]);
  const { loss } = await model.step(batch, { learningRates: { optimizer: 0.1 }, step: 0 });
  expect(loss).toBeCloseTo((a * first.loss + b * second.loss) / (a + b), 5);
  model.dispose();
});
