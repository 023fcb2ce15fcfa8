/** Tests of spike detection on a model whose weight counts its steps. */
import { expect, test } from 'vitest';
import { TrainConfig } from '../../config.js';
import { createCounting, weightOf } from '../counting.fixture.js';
import { fit } from '../trainer.js';

const run = async (train: readonly number[], options: Readonly<Record<string, unknown>>) => {
  const counting = createCounting({ train, stepsPerEpoch: 4 });
  const config = TrainConfig.parse({
    maxEpochs: 2,
    spikeFactor: 3,
    spikeWindow: 3,
    keepEpoch: 'last',
    earlyStoppingPatience: 0,
    ...options,
  });
  return { ...(await fit(counting.model, counting.batches, config)), ended: counting.ended };
};

// the median of 4, 5, 6 is 5: 15 is no spike, 15.1 is one
test.each([
  [15, 8],
  [15.1, 7],
])('a loss of %d after 4, 6, 5 leaves a weight of %i', async (loss, weight) => {
  const { detector } = await run([4, 6, 5, loss, 5, 5, 5, 5], {});
  expect(weightOf(detector)).toBe(weight);
});

test('goes back to the start of the epoch where that is wanted', async () => {
  const { detector, summary } = await run([5, 5, 5, 5, 5, 5, 50, 5], { spikeAction: 'restore' });
  expect(weightOf(detector)).toBe(4 + 1); // two steps undone, one left out, one more made
  expect(summary.skippedSteps).toBe(1);
});

test('ends the training where that is wanted, with loss, median and remedy', async () => {
  const spiking = run([5, 5, 5, 50], { spikeAction: 'stop' });
  await expect(spiking).rejects.toThrow(
    'The training loss must stay below 3 times its median over 3 steps, 5.000, got 50.00 in epoch 0 after 3 ' +
      'steps. Choose a smaller learningRate, or set spikeAction to skip.',
  );
});

test.each([
  ['left out', 'skip', 7],
  ['undone with the rest of its epoch', 'restore', 4],
])('an epoch whose last step is %s is over nevertheless', async (_, spikeAction, weight) => {
  const { ended } = await run([5, 5, 5, 5, 5, 5, 5, 50], { spikeAction });
  expect(ended).toEqual([
    [0, 4],
    [1, weight],
  ]);
});

test('accepts a lasting change of level once it makes up half of the window', async () => {
  const { summary } = await run([1, 1, 1, 9, 9, 9, 9, 9], {});
  expect(summary.skippedSteps).toBe(2);
});

test('is off by default', async () => {
  const { summary } = await run([1, 1, 1, 900, 1, 1, 1, 1], { spikeFactor: 0 });
  expect(summary.skippedSteps).toBe(0);
});
