/** Tests of the training loop on a model whose only weight counts its steps. */
import { DataError, StoppedError } from '@anodec/core';
import { expect, test } from 'vitest';
import { TrainConfig } from '../config.js';
import type { FitAccess } from './callback.js';
import type { EpochReport, FitSummary, StepReport } from './report.js';
import type { SchedulePosition } from './schedule.js';
import { createCounting, weightOf } from './counting.fixture.js';
import { fit } from './trainer.js';
import type { Checkpoint } from './training-state.js';

test('returns the best epoch’s weights and ends when patience does', async () => {
  const { model, batches } = counting([3, 2, 1, 2, 3, 4, 5]);
  const config = TrainConfig.parse({ earlyStoppingPatience: 2 });
  const { summary, detector } = await fit(model, batches, config);
  expect(summary.reports.map(({ isBest }) => isBest)).toEqual([true, true, true, false, false]);
  expect(summary).toMatchObject({ bestEpoch: 2, bestStep: 3, bestLoss: 1 });
  expect(summary.reason).toBe('early stopping');
  expect(weightOf(detector)).toBe(3); // three epochs of one step each
});

test('returns the last epoch’s weights where those are to be kept', async () => {
  const { model, batches } = counting([3, 2, 1, 2, 3]);
  const config = TrainConfig.parse({ keepEpoch: 'last', maxEpochs: 5, earlyStoppingPatience: 0 });
  const { summary, detector } = await fit(model, batches, config);
  expect(summary).toMatchObject({ bestEpoch: 4, bestLoss: 3, reason: 'finished' });
  expect(weightOf(detector)).toBe(5);
});

test('has nothing more to do when it resumes where patience had ended', async () => {
  const config = TrainConfig.parse({ earlyStoppingPatience: 1 });
  const first = counting([1, 2, 0]);
  const { whole, checkpoints } = await recorded(first, config);
  const second = counting([0]);
  const resume = checkpoints[1].training;
  const { summary, detector } = await fit(second.model, second.batches, config, { resume });
  expect(detector).toEqual(whole.detector);
  expect(summary).toEqual({ ...whole.summary, resumedEpochs: 2 });
});

test('keeps the best epoch from before a resume and reports it', async () => {
  const config = TrainConfig.parse({ maxEpochs: 4, earlyStoppingPatience: 0 });
  const { checkpoints } = await recorded(counting([1.12, 9]), { ...config, maxEpochs: 2 });
  const later = counting([10.6, 11]);
  const resume = checkpoints[1].training;
  const { summary, detector } = await fit(later.model, later.batches, config, { resume });
  expect(summary).toMatchObject({ bestEpoch: 0, bestStep: 1, bestLoss: 1.12, resumedEpochs: 2 });
  expect(weightOf(detector)).toBe(1);
  expect(summary.reports.map(({ isBest }) => isBest)).toEqual([true, false, false, false]);
});

test('stops within a step, and a fit that resumes makes it', async () => {
  const config = TrainConfig.parse({ maxEpochs: 2 });
  const stop = new AbortController();
  let resume: Checkpoint | undefined;
  const callbacks = [
    {
      onStepStart: ({ step }: { step: number }) => void (step === 2 && stop.abort()),
      onInterrupt: async (access: FitAccess) => void (resume = await access.checkpoint()),
    },
  ];
  const first = createCounting({ stepsPerEpoch: 4 });
  const stopped = fit(first.model, first.batches, config, { callbacks, signal: stop.signal });
  await expect(stopped).rejects.toThrow(StoppedError);
  expect(resume?.training).toMatchObject({ step: 2, partial: { steps: 2 } });
  const second = createCounting({ stepsPerEpoch: 4 });
  const rest = await fit(second.model, second.batches, config, { resume: resume?.training });
  expect(second.order[0]).toEqual([0, 2]);
  expect([second.made(), rest.summary.reports.at(-1)?.step]).toEqual([8, 8]);
});

test('does not stop early before the minimum number of epochs', async () => {
  const { model, batches } = counting([1, 2, 3, 4, 5, 6, 7, 8]);
  const config = TrainConfig.parse({ earlyStoppingPatience: 1, minEpochs: 6 });
  expect((await fit(model, batches, config)).summary.reports).toHaveLength(6);
});

test('compares training losses where there is nothing to validate on', async () => {
  const { model, batches } = counting([]);
  const config = TrainConfig.parse({ maxEpochs: 4 });
  const { summary } = await fit(model, { ...batches, valid: () => [] }, config);
  expect(summary.bestEpoch).toBe(3); // the training loss falls by one each step
  expect(summary.reports.map(({ valid, loss }) => [valid, loss])).toEqual([
    [{}, 100],
    [{}, 99],
    [{}, 98],
    [{}, 97],
  ]);
});

test('stops after the epoch in which a callback asks for it', async () => {
  const { model, batches } = counting([3, 2, 1]);
  const received: EpochReport[] = [];
  const ends: FitSummary[] = [];
  const callback = {
    onEpochEnd(report: EpochReport) {
      received.push(report);
      return report.epoch === 1 ? ('stop' as const) : undefined;
    },
    onFitEnd: (summary: FitSummary) => void ends.push(summary),
  };
  const { summary } = await fit(model, batches, TrainConfig.parse({}), { callbacks: [callback] });
  expect(summary).toMatchObject({ bestEpoch: 1, reason: 'callback' });
  expect(received).toEqual(summary.reports);
  expect(ends).toEqual([summary]);
});

test('keeps the best weights when it is stopped in the middle of an epoch', async () => {
  const { model, batches } = counting([3, 2, 1]);
  const stop = new AbortController();
  const callback = {
    onStepEnd: ({ epoch }: StepReport) => (epoch === 2 ? stop.abort() : undefined),
  };
  const options = { callbacks: [callback], signal: stop.signal };
  const { summary, detector } = await fit(model, batches, TrainConfig.parse({}), options);
  expect(summary).toMatchObject({ bestEpoch: 1, reason: 'stopped on request' });
  expect(summary.reports).toHaveLength(2);
  expect(weightOf(detector)).toBe(2);
});

test('ends in a StoppedError when there is no epoch to keep', async () => {
  const { model, batches } = counting([1]);
  const signal = AbortSignal.abort();
  await expect(fit(model, batches, TrainConfig.parse({}), { signal })).rejects.toThrow(
    StoppedError,
  );
});

test('handles a signal that is aborted by the event loop', async () => {
  const { model, batches } = counting([]);
  const stop = new AbortController();
  setTimeout(() => stop.abort(), 20);
  const config = TrainConfig.parse({ maxEpochs: 1e9, earlyStoppingPatience: 0 });
  const { summary } = await fit(model, batches, config, { signal: stop.signal });
  expect(summary.reason).toBe('stopped on request');
});

test.each([
  [[], [], 'Weights and gradients are finite.'],
  [[], ['b'], 'The weights were finite before this step; its gradients of b are not.'],
  [['a', 'b', 'c', 'd', 'e', 'f'], ['a'], 'the weights a, b, c, d and 2 more.'],
])('names the batch of a loss that is no number, and what else is none', async (...found) => {
  const [weights, gradients, expected] = found;
  const { model, batches, made } = createCounting({ train: [3, NaN], stepsPerEpoch: 2 });
  const inspect = async () => ({ weights, gradients });
  const run = fit({ ...model, inspect }, batches, TrainConfig.parse({}));
  await expect(run).rejects.toThrow(DataError);
  await expect(run).rejects.toThrow(
    'The training loss must stay a finite number, got NaN in epoch 0 after 1 steps. The batch has the ' +
      'windows of row 3.',
  );
  await expect(run).rejects.toThrow(
    new RegExp(
      `${expected.replaceAll('.', '\\.')} Choose a smaller learningRate or set gradientClipVal\\.$`,
    ),
  );
  expect(made()).toBe(1); // the weights are those from before the step
});

test('leaves out a step whose loss is not finite where that is wanted', async () => {
  const { model, batches, made } = createCounting({ train: [3, NaN, 5], stepsPerEpoch: 3 });
  const config = TrainConfig.parse({ terminateOnNan: false, maxEpochs: 1 });
  const { summary } = await fit(model, batches, config);
  expect(made()).toBe(2);
  expect(summary.skippedSteps).toBe(1);
  expect(summary.reports[0].train.loss).toBe((3 + 5) / 2);
});

test('ends after one epoch in a trial run', async () => {
  const trial = counting([3, 2, 1]);
  const fast = TrainConfig.parse({ fastDevRun: true });
  expect((await fit(trial.model, trial.batches, fast)).summary.reports).toHaveLength(1);
});

test('counts a smaller last batch for less', async () => {
  const { model, batches } = counting([]);
  const sized = Object.assign(model, {
    loss: async ({ size }: { size: number }) => ({ loss: size === 3 ? 1 : 5 }),
  });
  const { summary } = await fit(
    sized,
    { ...batches, valid: () => [{ size: 3 }, { size: 1 }] },
    TrainConfig.parse({ maxEpochs: 1 }),
  );
  expect(summary.reports[0].valid.loss).toBe(2);
});

test('asks the schedule for the learning rates of each step, after a resume at the right one', async () => {
  const config = TrainConfig.parse({ maxEpochs: 3, earlyStoppingPatience: 0 });
  const schedule = ({ epoch, step }: SchedulePosition) => ({ counter: 1 / (1 + step) + epoch });
  const { whole, rates, checkpoints } = await recorded(counting([]), config, schedule);
  expect(whole.summary.reports).toHaveLength(3);
  expect(rates).toEqual([{ counter: 1 }, { counter: 1.5 }, { counter: 1 / 3 + 2 }]);
  const rest = await recorded(counting([]), config, schedule, checkpoints[0]);
  expect(rest.rates).toEqual(rates.slice(1));
  const constant = await recorded(counting([]), { ...config, learningRate: 0.25 });
  expect(constant.rates[2]).toEqual({ counter: 0.25 });
});

test('refuses two callbacks of one name, and a state without a name', async () => {
  const { model, batches } = counting([]);
  const fitWith = (...callbacks: { name?: string; state?: () => object }[]) =>
    fit(model, batches, TrainConfig.parse({}), { callbacks });
  await expect(fitWith({ name: 'a' }, { name: 'a' })).rejects.toThrow('got a twice');
  await expect(fitWith({ state: () => ({}) })).rejects.toThrow('must have a name');
});

/** Fits and keeps learning rates, and a checkpoint of each epoch. */
async function recorded(
  { model, batches }: ReturnType<typeof counting>,
  config: TrainConfig,
  schedule?: (position: SchedulePosition) => Record<string, number>,
  resume?: Checkpoint,
) {
  const checkpoints: Checkpoint[] = [];
  const rates: unknown[] = [];
  const callback = {
    onStepEnd: ({ learningRates }: StepReport) => void rates.push(learningRates),
    async onEpochSave(_: EpochReport, access: FitAccess) {
      checkpoints.push(await access.checkpoint());
    },
  };
  const options = { callbacks: [callback], schedule, resume: resume?.training };
  return { whole: await fit(model, batches, config, options), checkpoints, rates };
}

const counting = (valid: readonly number[]) => createCounting({ valid });
