/** Tests of the limits of a fit, of when it validates, and of what that means for the best epoch. */
import { expect, test } from 'vitest';
import { LimitsConfig } from '../config/limits.js';
import { limitBatches } from '../autoencoder/limit-batches.js';
import { TrainConfig } from '../config.js';
import { createCounting, weightOf } from './counting.fixture.js';
import type { ValidReport } from './report.js';
import { fit } from './trainer.js';
import type { TrainingState } from './training-state.js';

const parse = (options: Readonly<Record<string, unknown>>) =>
  TrainConfig.parse({ earlyStoppingPatience: 0, ...options });

test('ends at the step that maxSteps says, with the epoch cut short and validated', async () => {
  const { model, batches, order } = createCounting({ stepsPerEpoch: 4, valid: [3, 2] });
  const { summary, detector } = await fit(model, batches, parse({ maxSteps: 6 }));
  expect(order).toHaveLength(6);
  expect(summary.reports.map(({ step, loss, cut }) => [step, loss, cut])).toEqual([
    [4, 3, undefined],
    [6, 2, true],
  ]);
  expect(summary.message).toMatch('6 steps are made (maxSteps = 6).');
  expect(weightOf(detector)).toBe(6);
});

test('does not call an epoch cut whose last step is the last one allowed', async () => {
  const { model, batches } = createCounting({ stepsPerEpoch: 3 });
  const { summary } = await fit(model, batches, parse({ maxSteps: 6 }));
  expect(summary.reports.map(({ step, cut }) => [step, cut])).toEqual([
    [3, undefined],
    [6, undefined],
  ]);
});

test('counts the time of training over resumes', async () => {
  const { model, batches } = createCounting({});
  const report = { epoch: 0, step: 1, train: {}, valid: {}, loss: 1, seconds: 7200, isBest: true };
  const arrays = { weight: { shape: [1], data: Float32Array.of(1) } };
  const resume: TrainingState = {
    step: 1,
    reports: [report],
    model: { arrays, counters: { made: 1 } },
    best: { epoch: 0, step: 1, loss: 1, arrays },
    callbacks: {},
  };
  const ended = await fit(model, batches, parse({ maxTime: '2h', maxEpochs: 3 }), { resume });
  expect(ended.summary.reports).toHaveLength(1);
  expect(ended.summary.message).toBe(
    'The time of training is over (maxTime = 2h). Set a larger maxTime to train on.',
  );
  const longer = await fit(model, batches, parse({ maxTime: '3h', maxEpochs: 3 }), { resume });
  expect(longer.summary.reports).toHaveLength(3);
});

test('does not stop early before the minimum number of steps', async () => {
  const { model, batches } = createCounting({ stepsPerEpoch: 2, valid: [1, 2, 3, 4, 5, 6, 7] });
  const config = parse({ earlyStoppingPatience: 1, minSteps: 7 });
  const { summary } = await fit(model, batches, config);
  expect(summary).toMatchObject({ reason: 'early stopping', bestEpoch: 0 });
  expect(summary.reports).toHaveLength(4);
});

test('runs some validation batches before the first step and drops their losses', async () => {
  const { model, batches, validations } = createCounting({ valid: [9, 1] });
  let before = NaN;
  const first = {
    onStepStart: () => void (before = Number.isNaN(before) ? validations() : before),
  };
  const config = parse({ numSanityValSteps: 2, maxEpochs: 1 });
  const { summary } = await fit(model, batches, config, { callbacks: [first] });
  expect(before).toBe(1); // there is one batch only
  expect(summary.reports[0].loss).toBe(1);
});

test('compares epochs that are validated only, in patience too', async () => {
  const { model, batches } = createCounting({ valid: [5, 6, 7, 8] });
  const config = parse({ checkValEveryNEpoch: 2, earlyStoppingPatience: 2 });
  const { summary, detector } = await fit(model, batches, config);
  expect(summary.reports.map(({ loss }) => loss)).toEqual([NaN, 5, NaN, 6, NaN, 7]);
  expect(summary.reports.map(({ valid }) => valid.loss)).toEqual([
    undefined,
    5,
    undefined,
    6,
    undefined,
    7,
  ]);
  expect(summary).toMatchObject({ bestEpoch: 1, bestLoss: 5, reason: 'early stopping' });
  expect(weightOf(detector)).toBe(2);
});

test('validates the last epoch where none was before', async () => {
  const { model, batches } = createCounting({ valid: [5] });
  const config = parse({ checkValEveryNEpoch: 9, maxEpochs: 2 });
  expect((await fit(model, batches, config)).summary).toMatchObject({ bestEpoch: 1, bestLoss: 5 });
});

test('keeps the weights of the best validation within an epoch', async () => {
  const { model, batches } = createCounting({ stepsPerEpoch: 5, valid: [4, 2, 3, 6, 7, 8] });
  const validations: unknown[] = [];
  const listener = {
    onValidEnd: ({ step, loss, isBest, endsEpoch }: ValidReport) =>
      void validations.push([step, loss, isBest, endsEpoch]),
  };
  const config = parse({ valCheckInterval: 0.4, maxEpochs: 2 });
  const { summary, detector } = await fit(model, batches, config, { callbacks: [listener] });
  expect(validations).toEqual([
    [2, 4, true, false],
    [4, 2, true, false],
    [5, 3, false, true],
    [7, 6, false, false],
    [9, 7, false, false],
    [10, 8, false, true],
  ]);
  expect(summary).toMatchObject({ bestEpoch: 0, bestStep: 4, bestLoss: 2 });
  expect(summary.reports.map(({ loss, valid }) => [loss, valid.loss])).toEqual([
    [2, 3],
    [6, 8],
  ]);
  expect(weightOf(detector)).toBe(4);
});

test('takes a number above 1 as steps between validations', async () => {
  const { model, batches, validations } = createCounting({ stepsPerEpoch: 7 });
  await fit(model, batches, parse({ valCheckInterval: 3, maxEpochs: 1 }));
  expect(validations()).toBe(3); // after 3, 6 and all 7 steps
});

test.each([
  [{}, 1, 10],
  [{}, 0.25, 2],
  [{}, 0.01, 1],
  [{}, 4, 4],
  [{ fastDevRun: true }, 1, 1],
  [{ fastDevRun: 3 }, 0.1, 3],
  [{ overfitBatches: 2 }, 0.1, 2],
  [{ overfitBatches: 0.5 }, 0.1, 5],
])('of 10 batches, %j and a share of %d leave %i', (options, share, expected) => {
  expect(limitBatches(10, share, LimitsConfig.parse(options))).toBe(expected);
});

test('refuses a time of training that is no duration', () => {
  expect(() => parse({ maxTime: 'long' })).toThrow('must be a duration such as 30min, 2h or 1d');
});
