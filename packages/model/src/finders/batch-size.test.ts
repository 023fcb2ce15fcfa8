/** The search for a batch size. */
import { ConfigError, StoppedError } from '@anodec/core';
import { expect, test } from 'vitest';
import type { Trainable } from '../training/trainable.js';
import { BatchSizeSearch, findBatchSize, type MeasureBatch, measureSteps } from './batch-size.js';

const search = BatchSizeSearch.parse({ maxBatchSize: 64 });

/** Speeds by batch size; memory as given. */
function speeds(table: Readonly<Record<number, number>>, memory = 1): MeasureBatch {
  return async (batchSize) => ({
    batchSize,
    windowsPerSecond: table[batchSize],
    peakMemory: memory,
  });
}

test('keeps the last size whose doubling was at least a twentieth faster', async () => {
  const found = await findBatchSize(speeds({ 8: 100, 16: 150, 32: 158, 64: 165 }), search);
  expect(found.suggestion).toBe(32); // 158 is 5.3 % above 150, 165 is 4.4 % above 158
  expect(found.ending).toBe('no faster');
  expect(found.trials.map(({ batchSize }) => batchSize)).toEqual([8, 16, 32, 64]);
});

test('ends at the largest size where each is faster', async () => {
  const found = await findBatchSize(speeds({ 8: 1, 16: 2, 32: 4, 64: 8 }), search);
  expect([found.suggestion, found.ending]).toEqual([64, 'largest size']);
});

test('ends before the size that needs too much memory, and refuses where the first one does', async () => {
  const growing: MeasureBatch = async (batchSize) => ({
    batchSize,
    windowsPerSecond: batchSize,
    peakMemory: batchSize > 16 ? Infinity : 0,
  });
  const found = await findBatchSize(growing, search);
  expect([found.suggestion, found.ending]).toEqual([16, 'memory']);
  await expect(findBatchSize(speeds({ 8: 1 }, Infinity), search)).rejects.toThrow(
    'memoryShare must leave room for a batch of 8',
  );
});

test('refuses a smallest size above the largest, and stops when it is asked to', async () => {
  const reversed = { ...search, minBatchSize: 128 };
  await expect(findBatchSize(speeds({}), reversed)).rejects.toThrow(ConfigError);
  const stopped = findBatchSize(speeds({}), search, { signal: AbortSignal.abort() });
  await expect(stopped).rejects.toThrow(StoppedError);
});

test('divides the windows of a step by its time, leaving out the first two steps', async () => {
  let steps = 0;
  const model = {
    losses: ['loss'],
    optimizers: ['optimizer'],
    async step() {
      steps += 1;
      await new Promise((done) => setTimeout(done, steps <= 2 ? 1 : 20));
      return { loss: 1 };
    },
  } as unknown as Trainable<{ size: number }>;
  const batches = { stepsPerEpoch: 2, train: () => [{ size: 10 }, { size: 10 }], valid: () => [] };
  const { windowsPerSecond, peakMemory } = await measureSteps(model, batches, 1e-3, 0.1);
  expect(steps).toBeGreaterThanOrEqual(5);
  expect(windowsPerSecond).toBeGreaterThan(0);
  expect(windowsPerSecond).toBeLessThanOrEqual(10 / 0.0195); // a timer may fire half a millisecond early
  expect(peakMemory).toBeGreaterThan(1e7);
});
