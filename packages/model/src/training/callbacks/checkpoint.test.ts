/** Tests of which checkpoints are kept, and when they are written. */
import { DataError } from '@anodec/core';
import { expect, test } from 'vitest';
import { TrainConfig } from '../../config.js';
import { decodeCheckpoint } from '../checkpoint.js';
import { createCounting, startOf } from '../counting.fixture.js';
import { fit } from '../trainer.js';
import { saveCheckpoints } from './checkpoint.js';
import { type Place, rankBest } from './rank-best.js';

/** Trains and returns the steps of the latest checkpoints, and the places of the best ones kept. */
async function run(options: Readonly<Record<string, unknown>>, valid: readonly number[] = []) {
  const { model, batches } = createCounting({ valid, stepsPerEpoch: 2 });
  const config = TrainConfig.parse({ earlyStoppingPatience: 0, maxEpochs: 4, ...options });
  const last: number[] = [];
  const best: number[] = [];
  let kept: readonly Place[] = [];
  const callbacks = [
    saveCheckpoints({
      writeBest(at, _, places) {
        best.push(at.step);
        kept = places;
      },
      writeLast: (bytes) => void last.push(decodeCheckpoint(bytes).training.step),
    }),
  ];
  await fit(model, batches, config, { callbacks, start: startOf(config) });
  return { last, best, kept: kept.map(({ step }) => step) };
}

test('the latest is written at the start, after each epoch, and every so many steps', async () => {
  expect((await run({})).last).toEqual([0, 2, 4, 6, 8]);
  expect((await run({ checkpointEverySteps: 3 })).last).toEqual([0, 2, 3, 4, 6, 6, 8]);
  expect((await run({ everyNEpochs: 2 })).last).toEqual([0, 4, 8]);
  expect((await run({ checkpointEverySeconds: 1e-9 })).last).toEqual([
    0, 1, 2, 2, 3, 4, 4, 5, 6, 6, 7, 8, 8,
  ]);
});

test('none is the latest where it is not to be kept', async () => {
  const { last, kept } = await run({ saveLast: false, checkpointEverySteps: 1 });
  expect(last).toEqual([]);
  expect(kept).toEqual([2]);
});

test.each([
  [1, [2, 6], [6]],
  [2, [2, 4, 6], [6, 2]],
  [-1, [2, 4, 6, 8], [6, 2, 4, 8]],
  [0, [], []],
])('of losses 3, 4, 1, 5 the best %i are kept', async (saveTopK, written, kept) => {
  expect(await run({ saveTopK }, [3, 4, 1, 5])).toMatchObject({ best: written, kept });
});

test('the best within an epoch is written when it is found', async () => {
  const { best } = await run({ valCheckInterval: 1.5, maxEpochs: 2 }, [3, 4, 2, 1]);
  expect(best).toEqual([1, 3, 4]);
});

test('the latest epochs are the best ones where the last is to be kept', async () => {
  const { kept } = await run({ keepEpoch: 'last', saveTopK: 2 }, [3, 4, 1, 5]);
  expect(kept).toEqual([8, 6]);
});

test('of equal losses the earlier is better, and one without a loss the worst', () => {
  const candidates = [NaN, 2, 1, 2].map((loss, step) => ({ epoch: 0, step, loss }));
  const steps = (limit: number) => rankBest(candidates, limit, 'lowest').map(({ step }) => step);
  expect(steps(-1)).toEqual([2, 1, 3, 0]);
  expect(steps(2)).toEqual([2, 1]);
});

test('one that cannot be written ends the fit with the reason', async () => {
  const { model, batches } = createCounting({ stepsPerEpoch: 4 });
  const config = TrainConfig.parse({ checkpointEverySteps: 2 });
  const full = new DataError('last.ckpt cannot be written: the disk is full.');
  const sink = {
    writeBest: () => undefined,
    writeLast: (bytes: Uint8Array) =>
      decodeCheckpoint(bytes).training.step === 2 ? Promise.reject(full) : undefined,
  };
  const callbacks = [saveCheckpoints(sink)];
  const fitting = fit(model, batches, config, { callbacks, start: startOf(config) });
  await expect(fitting).rejects.toBe(full);
});
