import { DataError, StoppedError } from '@anodec/core';
import { expect, test } from 'vitest';
import { TrainConfig } from '../config.js';
import type { EpochAccess, EpochReport, FitSummary } from './callback.js';
import type { Checkpoint } from './checkpoint.js';
import { fit, type Trainable } from './trainer.js';

const once = { size: 1 };

test('returns to the best epoch’s weights and ends when patience does', async () => {
  const { model, batches } = counting([3, 2, 1, 2, 3, 4, 5]);
  const config = TrainConfig.parse({ earlyStoppingPatience: 2 });
  const { summary, weights } = await fit(model, batches, config);
  expect(summary.reports.map(({ isBest }) => isBest)).toEqual([true, true, true, false, false]);
  expect(summary).toMatchObject({ bestEpoch: 2, reason: 'early stopping' });
  expect([...weights]).toEqual([3]); // three epochs of one step each
});

test('has nothing more to do when it resumes where patience had ended', async () => {
  const config = TrainConfig.parse({ earlyStoppingPatience: 1 });
  const first = counting([1, 2, 0]);
  const checkpoints: Checkpoint[] = [];
  const callback = {
    onEpochEnd: (_: EpochReport, access: EpochAccess) => void checkpoints.push(access.checkpoint()),
  };
  const whole = await fit(first.model, first.batches, config, { callbacks: [callback] });
  const second = counting([0]);
  const resume = checkpoints[1].training;
  expect(await fit(second.model, second.batches, config, { resume })).toEqual(whole);
});

test('does not stop early before the epochs asked for at least', async () => {
  const { model, batches } = counting([1, 2, 3, 4, 5, 6, 7, 8]);
  const config = TrainConfig.parse({ earlyStoppingPatience: 1, minEpochs: 6 });
  expect((await fit(model, batches, config)).summary.reports).toHaveLength(6);
});

test('goes by the training loss where there is nothing to validate on', async () => {
  const { model, batches } = counting([]);
  const { summary } = await fit(
    model,
    { ...batches, valid: () => [] },
    TrainConfig.parse({ maxEpochs: 4 }),
  );
  expect(summary.bestEpoch).toBe(3); // the training loss falls by one each step
  expect(summary.reports.map(({ validLoss }) => validLoss)).toEqual([NaN, NaN, NaN, NaN]);
});

test('stops after the epoch in which a callback asks for it', async () => {
  const { model, batches } = counting([3, 2, 1]);
  const seen: EpochReport[] = [];
  const ends: FitSummary[] = [];
  const callback = {
    onEpochEnd(report: EpochReport) {
      seen.push(report);
      return report.epoch === 1 ? ('stop' as const) : undefined;
    },
    onFitEnd: (summary: FitSummary) => void ends.push(summary),
  };
  const { summary } = await fit(model, batches, TrainConfig.parse({}), { callbacks: [callback] });
  expect(summary).toMatchObject({ bestEpoch: 1, reason: 'callback' });
  expect(seen).toEqual(summary.reports);
  expect(ends).toEqual([summary]);
});

test('keeps the best weights when it is stopped in the middle of an epoch', async () => {
  const { model, batches } = counting([3, 2, 1]);
  const stop = new AbortController();
  const callback = { onStepEnd: ({ epoch }: { epoch: number }) => epoch === 2 && stop.abort() };
  const options = {
    callbacks: [{ onStepEnd: (s: { epoch: number }) => void callback.onStepEnd(s) }],
    signal: stop.signal,
  };
  const { summary, weights } = await fit(model, batches, TrainConfig.parse({}), options);
  expect(summary).toMatchObject({ bestEpoch: 1, reason: 'stopped on request' });
  expect(summary.reports).toHaveLength(2);
  expect([...weights]).toEqual([2]);
});

test('ends in a StoppedError when there is no epoch to keep', async () => {
  const { model, batches } = counting([1]);
  const signal = AbortSignal.abort();
  await expect(fit(model, batches, TrainConfig.parse({}), { signal })).rejects.toThrow(
    StoppedError,
  );
});

test('lets a signal that is raised by the event loop come through', async () => {
  const { model, batches } = counting([]);
  const stop = new AbortController();
  setTimeout(() => stop.abort(), 20);
  const { summary } = await fit(
    model,
    batches,
    TrainConfig.parse({ maxEpochs: 1e9, earlyStoppingPatience: 0 }),
    {
      signal: stop.signal,
    },
  );
  expect(summary.reason).toBe('stopped on request');
});

test('says which step made the loss no number', async () => {
  const { model, batches } = counting([1]);
  const step = model.step.bind(model);
  const nan = async () => ({ ...(await step(once)), loss: NaN });
  const broken = Object.assign(model, { step: nan });
  const run = fit(broken, batches, TrainConfig.parse({}));
  await expect(run).rejects.toThrow(DataError);
  await expect(run).rejects.toThrow('got NaN in epoch 0 after 0 steps. Choose a smaller');
});

test('ends after the epoch that reaches maxSteps, and after one epoch in a trial run', async () => {
  const limited = counting([3, 2, 1]);
  const config = TrainConfig.parse({ maxSteps: 2 });
  expect((await fit(limited.model, limited.batches, config)).summary.reports).toHaveLength(2);
  const trial = counting([3, 2, 1]);
  const fast = TrainConfig.parse({ fastDevRun: true });
  expect((await fit(trial.model, trial.batches, fast)).summary.reports).toHaveLength(1);
});

test('counts a smaller last batch for less', async () => {
  const { model, batches } = counting([]);
  const sized = Object.assign(model, {
    loss: async ({ size }: { size: number }) => (size === 3 ? 1 : 5),
  });
  const { summary } = await fit(
    sized,
    { ...batches, valid: () => [{ size: 3 }, { size: 1 }] },
    TrainConfig.parse({ maxEpochs: 1 }),
  );
  expect(summary.reports[0].validLoss).toBe(2);
});

/** A model whose only weight counts its steps, with the given validation losses. */
function counting(validLosses: readonly number[]) {
  let steps = 0;
  let validated = 0;
  const learned = () => ({
    weights: Float32Array.of(steps),
    adam: { step: steps, first: Float32Array.of(0), second: Float32Array.of(0) },
  });
  const model: Trainable<{ size: number }> = {
    get steps() {
      return steps;
    },
    step: async () => ({ loss: 100 - steps++, gradientNorm: 0 }),
    loss: async () => validLosses[validated++] ?? 0,
    read: async () => learned(),
    write: ({ adam }) => {
      steps = adam.step;
    },
    state: () => ({ detector: 'counting', config: {}, channels: [], arrays: {} }),
  };
  return { model, batches: { stepsPerEpoch: 1, train: () => [once], valid: () => [once] } };
}
