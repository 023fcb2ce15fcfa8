/** Tests of the batches of windows. */
import { createFrame, createRandom, type TimeSeriesFrame } from '@anodec/core';
import { expect, test } from 'vitest';
import { AutoencoderConfig } from '../config.js';
import { createWindowBatches, reverseRows, type WindowBatch } from './batches.js';

const base = { windowSize: 3, batchSize: 4, sampleSize: 10 };

test('draws other windows in each epoch, the same ones in the same epoch of the same seed', () => {
  const [a, b] = [batchesOf(base), batchesOf(base)];
  expect(firstReadings(a.train(0))).toEqual(firstReadings(b.train(0)));
  expect(firstReadings(a.train(1))).not.toEqual(firstReadings(a.train(0)));
  const other = batchesOf({ ...base, seed: 1 });
  expect(firstReadings(other.train(0))).not.toEqual(firstReadings(a.train(0)));
});

test('takes every window of every recording once when no sample size is set', () => {
  const batches = batchesOf({ ...base, sampleSize: 0 });
  const starts = firstReadings(batches.train(0));
  const sorted = starts.slice().sort((x, y) => x - y);
  // rows 0 to 9 and 100 to 105 hold windows of 3 that begin at 0 to 7 and 100 to 103
  expect(sorted).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 100, 101, 102, 103]);
  expect(starts).not.toEqual(sorted);
  expect([batches.stepsPerEpoch, batches.trainWindows]).toEqual([3, 12]);
});

test('ends with a smaller batch', () => {
  const sizes = [...batchesOf(base).train(0)].map(({ size }) => size);
  expect(sizes).toEqual([4, 4, 2]);
});

test('validates on windows that lie end to end, or as far apart as asked for', () => {
  expect(firstReadings(batchesOf(base).valid())).toEqual([0, 3, 6]);
  const closer = batchesOf({ ...base, validationStride: 2 });
  expect(firstReadings(closer.valid())).toEqual([0, 2, 4, 6]);
  expect(closer.validWindows).toBe(4);
});

test.each([
  [{ limitTrainBatches: 0.5 }, 1],
  [{ limitTrainBatches: 2 }, 2],
  [{ limitTrainBatches: 0.01 }, 1],
  [{ fastDevRun: true }, 1],
  [{}, 3],
])('with %j makes %i batches of the three there are', (settings, count) => {
  const batches = batchesOf({ ...base, ...settings });
  expect([...batches.train(0)]).toHaveLength(count);
  expect(batches.stepsPerEpoch).toBe(count);
});

test('turns the rows of the target round, not those of the input', () => {
  const [batch] = batchesOf({ ...base, reverseTarget: true, sampleSize: 0 }).train(0);
  const [start] = batch.input;
  expect([...batch.input.subarray(0, 6)]).toEqual([0, 0.5, 1, 1.5, 2, 2.5].map((x) => start + x));
  expect([...batch.target.subarray(0, 6)]).toEqual([2, 2.5, 1, 1.5, 0, 0.5].map((x) => start + x));
});

test('turning rows round twice changes nothing', () => {
  const windows = Float32Array.from({ length: 2 * 4 * 3 }, (_, i) => i);
  const [once, twice] = [new Float32Array(24), new Float32Array(24)];
  reverseRows(windows, 4, 3, once);
  reverseRows(once, 4, 3, twice);
  expect([...once.subarray(0, 3)]).toEqual([9, 10, 11]);
  expect(twice).toEqual(windows);
});

test('marks what is missing in the order of the target, and shows the network a stand-in', () => {
  const config = AutoencoderConfig.parse({ ...base, reverseTarget: true, sampleSize: 0 });
  const values = Float32Array.of(1, 2, 3, NaN, 5, 6);
  const frame = createFrame({ values, channels: ['a', 'b'] });
  const [batch] = createWindowBatches(config, [frame], []).train(0);
  expect([...batch.input]).toEqual([1, 2, 3, 0, 5, 6]);
  expect([...batch.target]).toEqual([5, 6, 3, NaN, 1, 2]);
  expect([...(batch.mask ?? [])]).toEqual([1, 1, 1, 0, 1, 1]);
  const [whole] = batchesOf(base).train(0);
  expect(whole.mask).toBeUndefined();
});

test('continues within an epoch with the batches and the dropout that are left', () => {
  const batches = batchesOf({ ...base, dropout: 0.5 });
  const draws = (from: number) =>
    [...batches.train(4, from)].map(({ input, dropout }) => [input[0], dropout?.uniform()]);
  expect(draws(1)).toEqual(draws(0).slice(1));
  expect(draws(3)).toEqual([]);
});

test('draws one sample for all epochs and validates on what does not train, if asked to', () => {
  const batches = batchesOf({ ...base, sampleSize: 20, sampledTrainShare: 0.3 });
  expect([batches.trainWindows, batches.validWindows, batches.stepsPerEpoch]).toEqual([6, 14, 2]);
  const train = firstReadings(batches.train(0));
  expect(firstReadings(batches.train(5))).toEqual(train);
  const valid = firstReadings(batches.valid());
  // windows of 10, 6 and 10 rows, the validation recording included, the last one of each not
  const starts = [0, 1, 2, 3, 4, 5, 6, 100, 101, 102, 0, 1, 2, 3, 4, 5, 6];
  const random = createRandom(42).stream('windows 0');
  expect([...train, ...valid]).toEqual(
    Array.from({ length: 20 }, () => starts[random.integer(17)]),
  );
});

test('names the side that is too short for a window, and settings that work', () => {
  const settings = AutoencoderConfig.parse({ ...base, windowSize: 8 });
  const make = (train: number, valid: number) => () =>
    createWindowBatches(settings, [ramp(0, train)], [ramp(0, valid)]);
  expect(make(10, 6)).toThrow(
    'windowSize must be at most 6, the longest stretch without a gap among the 6 rows of a validation ' +
      'recording, got 8. Set windowSize to 6 or less. A larger validationSplit leaves more rows to validate on.',
  );
  expect(make(7, 10)).toThrow('among the 7 rows of a training recording, got 8.');
  expect(make(7, 10)).toThrow('A smaller validationSplit leaves more rows to train on.');
});

function batchesOf(settings: Record<string, unknown>) {
  const config = AutoencoderConfig.parse(settings);
  return createWindowBatches(config, [ramp(0, 10), ramp(100, 6)], [ramp(0, 10)]);
}

/** Two channels: the row's number from `start` on, and half more. */
function ramp(start: number, T: number): TimeSeriesFrame {
  const values = Float32Array.from({ length: 2 * T }, (_, i) => start + i / 2);
  return createFrame({ values, channels: ['a', 'b'] });
}

/** The first reading of each window, which is the number of its first row. */
function firstReadings(batches: Iterable<WindowBatch>): number[] {
  const firsts: number[] = [];
  for (const { size, input } of batches) {
    for (let b = 0; b < size; b++) firsts.push(input[b * 3 * 2]);
  }
  return firsts;
}

test('a training batch says of which recording and row each window is', () => {
  const batches = batchesOf({ ...base, sampleSize: 0 });
  for (const batch of batches.train(0)) {
    const readings = firstReadings([batch]);
    // a reading of recording 0 is its row, one of recording 1 its row and 100
    const places = batches.locate(batch).map(({ recording, start }) => 100 * recording + start);
    expect(places).toEqual(readings);
  }
});
