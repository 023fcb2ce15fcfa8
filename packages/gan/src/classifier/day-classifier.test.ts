/** The convolutional classifier of days. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createRandom, StoppedError } from '@anodec/core';
import { expect, test } from 'vitest';
import { countParameters } from '../weights.js';
import { DayClassifierConfig } from './config.js';
import { readDayClassifier, trainDayClassifier } from './day-classifier.js';
import { buildClassifier } from './network.js';

const WIDTH = 24;
const config = DayClassifierConfig.parse({
  capacity: 1 / 16,
  iterations: 60,
  reportEvery: 20,
  batchSize: 8,
  learningRate: 0.01,
  backend: 'simd',
  threads: 1,
});

test('has the layers of the original: 64 filters of 15, 128 of 5, 1024 units', () => {
  const { weights } = buildClassifier(120, 3, 1);
  const convolutions = 15 * 64 + 64 + (5 * 64 * 128 + 128);
  expect(countParameters(weights)).toBe(convolutions + (30 * 128 * 1024 + 1024) + (1024 * 3 + 3));
});

test('learns the classes of days, says so while it does, and is the same when it is read', async () => {
  const losses: number[] = [];
  const classifier = await trainDayClassifier(days(40, 1), config, {
    onReport: ({ losses: { loss } }) => losses.push(loss),
  });
  expect(losses).toHaveLength(3);
  expect(losses[2]).toBeLessThan(losses[0] / 2);
  const others = days(30, 2);
  const { probabilities, features } = await classifier.classify(others.days);
  const right = [...others.labels].filter((label, day) => {
    const row = [...probabilities.subarray(3 * day, 3 * day + 3)];
    expect(row.reduce((sum, p) => sum + p)).toBeCloseTo(1, 5);
    return row.indexOf(Math.max(...row)) === label;
  });
  expect(right.length).toBeGreaterThanOrEqual(28);
  expect(features).toHaveLength(30 * 64);
  const folder = mkdtempSync(join(tmpdir(), 'classifier-'));
  await classifier.write(folder);
  const read = await readDayClassifier(folder);
  expect((await read.classify(others.days)).probabilities).toEqual(probabilities);
  rmSync(folder, { recursive: true });
});

test('says what it cannot learn from, and that it was stopped', async () => {
  const one = { ...days(6, 1), labels: new Int32Array(6) };
  await expect(trainDayClassifier(one, config)).rejects.toThrow(
    'days of two classes, got one class',
  );
  const controller = new AbortController();
  const stopped = trainDayClassifier(days(6, 1), config, {
    signal: controller.signal,
    onReport: () => controller.abort(),
  });
  await expect(stopped).rejects.toThrow(StoppedError);
});

/** Days with one, two or three waves. */
function days(N: number, seed: number) {
  const random = createRandom(seed);
  const labels = Int32Array.from({ length: N }, (_, day) => day % 3);
  const values = Float32Array.from({ length: N * WIDTH }, (_, i) => {
    const [day, slot] = [Math.floor(i / WIDTH), i % WIDTH];
    const waves = 1 + labels[day];
    return 20 + 10 * Math.sin((2 * Math.PI * waves * slot) / WIDTH) + random.normal();
  });
  return { days: values, width: WIDTH, labels };
}
