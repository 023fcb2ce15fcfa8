/** Tests of training and validating on the same first batches, and of naming windows in messages. */
import { createFrame } from '@anodec/core';
import { expect, test } from 'vitest';
import { AutoencoderConfig } from '../config.js';
import { autoencoder } from '../detectors/autoencoder.js';
import { createWindowBatches, type WindowBatch } from './batches.js';

const ramp = (rows: number, from = 0) =>
  createFrame({ channels: ['A'], values: Float32Array.from({ length: rows }, (_, t) => from + t) });

const batchesOf = (options: Readonly<Record<string, unknown>>) =>
  createWindowBatches(
    AutoencoderConfig.parse({ windowSize: 3, batchSize: 4, sampleSize: 10, ...options }),
    [ramp(10), ramp(6, 100)],
    [ramp(9, 200)],
  );

/** First readings of the windows. */
const windowsOf = (batches: Iterable<WindowBatch>): number[] =>
  [...batches].flatMap(({ size, input }) => Array.from({ length: size }, (_, b) => input[3 * b]));

test('overfitBatches trains each epoch on the first batches, and validates on the same', () => {
  const batches = batchesOf({ overfitBatches: 2 });
  const usual = batchesOf({});
  const trained = [...batches.train(0)].map(({ size }) => size);
  expect(trained).toEqual([4, 4]);
  const each = (epoch: number) => [...batches.train(epoch)].map(({ input }) => input.join());
  expect(each(3)).toEqual(each(0));
  const first = [...usual.train(0)].slice(0, 1);
  expect(first).toHaveLength(1);
  for (const [b, batch] of [...batches.valid()].entries()) {
    expect(batch.dropout).toBeUndefined(); // a validation drops nothing out
    expect(batch.size).toBe(trained[b]);
  }
  const [train] = batches.train(0);
  const kept = train.input.slice();
  const [valid] = batches.valid();
  expect(valid.input).toEqual(kept);
});

test('a batch is described by the rows and recordings of its windows', () => {
  const batches = batchesOf({ sampleSize: 0 });
  const [batch] = batches.train(0);
  const described = batches.describe?.(batch) ?? '';
  const [start] = windowsOf([batch]);
  const [recording, row] = start >= 100 ? [1, start - 100] : [0, start];
  expect(described).toContain(`the windows of rows ${row}–${row + 2} of recording ${recording}, `);
  expect(described).toMatch(/ and 1 more$/);
});

test('a training that diverges names rows and gradients', async () => {
  const settings = { windowSize: 3, batchSize: 4, sampleSize: 12, hiddenSize: 4, threads: 1 };
  const frame = ramp(40);
  frame.values[20] = 3e38; // its square is no finite number
  const run = autoencoder
    .create({ ...settings, embeddingSize: 2, sampleSize: 0 }, {})
    .fit([frame], {});
  await expect(run).rejects.toThrow(
    /^The training loss must stay a finite number, got \w+ in epoch 0 after \d+ steps\. The batch has the windows of rows \d+–\d+ of recording 0, .+ and 1 more\. The weights were finite before this step; its gradients of .+ are not\. Choose/,
  );
});
