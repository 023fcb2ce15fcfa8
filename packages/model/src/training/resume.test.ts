/** A fit that is resumed at any step ends as one without a break does, to the bit. */
import { StoppedError } from '@anodec/core';
import { expect, test } from 'vitest';
import { autoencoder } from '../detectors/autoencoder.js';
import { wave } from '../wave.fixture.js';
import type { Callback } from './callback.js';
import { saveCheckpoints } from './callbacks/checkpoint.js';
import { decodeCheckpoint, holdsTraining } from './checkpoint.js';
import type { EpochReport, FitSummary, ValidReport } from './report.js';
import type { Checkpoint } from './training-state.js';

const settings = {
  windowSize: 5,
  hiddenSize: 6,
  embeddingSize: 4,
  batchSize: 16,
  sampleSize: 70, // 5 steps, the last one smaller
  maxEpochs: 3,
  learningRate: 0.05,
  gradientClipVal: 1,
  checkpointEverySteps: 1,
  threads: 1,
};

async function train(
  options: Readonly<Record<string, unknown>>,
  {
    resume,
    signal,
    more = [],
  }: { resume?: Checkpoint; signal?: AbortSignal; more?: Callback[] } = {},
) {
  const last: Uint8Array[] = [];
  const written: string[] = [];
  const validations: ValidReport[] = [];
  let summary: FitSummary | undefined;
  const sink = {
    writeBest: (_: unknown, bytes: Uint8Array) =>
      void written.push(holdsTraining(bytes) ? 'best' : 'best, weights only'),
    writeLast(bytes: Uint8Array) {
      written.push('last');
      last.push(bytes);
    },
  };
  const callbacks: Callback[] = [
    ...more,
    saveCheckpoints(sink),
    {
      onValidEnd: (report) => void validations.push(report),
      onFitEnd: (end) => void (summary = end),
    },
  ];
  const detector = autoencoder.create({ ...settings, ...options }, { callbacks, resume });
  const fitting = detector.fit([wave(200)], { validation: [wave(90)], signal });
  return { fitting, last, written, validations, summary: () => summary as FitSummary };
}

const withoutSeconds = (reports: readonly EpochReport[]) =>
  reports.map((report) => ({ ...report, seconds: 0 }));

const cases: readonly [string, Readonly<Record<string, unknown>>][] = [
  ['dropout', { dropout: 0.2, numLayers: 2 }],
  ['several validations in an epoch', { valCheckInterval: 2 }],
  ['validations of every second epoch', { checkValEveryNEpoch: 2 }],
  ['early stopping', { maxEpochs: 9, earlyStoppingPatience: 1, learningRate: 0.5 }],
  ['the last epoch kept', { keepEpoch: 'last', earlyStoppingPatience: 0 }],
  ['a limit of steps within an epoch', { maxSteps: 12 }],
  ['spikes left out', { spikeFactor: 1.05, spikeWindow: 3, spikeAction: 'skip' }],
];

test.each(cases)('with %s, resumed at each of its steps', async (_, options) => {
  const whole = await train(options);
  const expected = (await whole.fitting).state();
  const { reports, bestEpoch, bestStep, bestLoss, skippedSteps } = whole.summary();
  for (const bytes of whole.last) {
    const rest = await train(options, { resume: decodeCheckpoint(bytes) });
    expect((await rest.fitting).state()).toEqual(expected);
    const summary = rest.summary();
    expect(withoutSeconds(summary.reports).slice(0, reports.length)).toEqual(
      withoutSeconds(reports),
    );
    expect(summary).toMatchObject({ bestEpoch, bestStep, bestLoss, skippedSteps });
  }
});

test('that was stopped in its first epoch goes on within it', async () => {
  const whole = (await (await train({})).fitting).state().arrays;
  const stop = new AbortController();
  const more = [
    { onStepEnd: ({ step }: { step: number }) => (step === 3 ? stop.abort() : undefined) },
  ];
  const options = { checkpointEverySteps: 0 };
  const stopped = await train(options, { signal: stop.signal, more });
  await expect(stopped.fitting).rejects.toThrow(StoppedError);
  expect(stopped.last).toHaveLength(2); // at the start and at the stop
  const checkpoint = decodeCheckpoint(stopped.last[1]);
  expect(checkpoint.training).toMatchObject({ step: 3, partial: { steps: 3 } });
  const steps: number[] = [];
  const rest = await train(options, {
    resume: checkpoint,
    more: [{ onStepEnd: ({ step }) => void steps.push(step) }],
  });
  expect((await rest.fitting).state().arrays).toEqual(whole);
  expect(steps).toEqual([4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15]);
});

test('goes on within the epoch that a limit of steps had cut', async () => {
  const whole = (await (await train({})).fitting).state().arrays;
  const short = await train({ maxSteps: 7 });
  await short.fitting;
  expect(short.summary().reports.at(-1)).toMatchObject({ epoch: 1, step: 7, cut: true });
  const bytes = short.last.at(-1) as Uint8Array;
  const rest = await train({}, { resume: decodeCheckpoint(bytes) });
  expect((await rest.fitting).state().arrays).toEqual(whole);
});

test('writes the state to continue from before the weights of an earlier best epoch', async () => {
  const options = { learningRate: 0.5, maxEpochs: 3, earlyStoppingPatience: 0 };
  const whole = await train(options);
  await whole.fitting;
  const later = whole.last.map((bytes) => decodeCheckpoint(bytes));
  const checkpoint = later.find(
    ({ training }) => training.best && training.best.step < training.step,
  );
  const rest = await train(options, { resume: checkpoint });
  await rest.fitting;
  expect(rest.written.slice(0, 2)).toEqual(['last', 'best, weights only']);
});

test('has the same weights for any number of threads, also where the number changes', async () => {
  const options = { batchSize: 64, hiddenSize: 16 };
  const one = await train(options);
  const expected = (await one.fitting).state().arrays;
  for (const threads of [2, 3]) {
    const whole = await train({ ...options, threads });
    expect((await whole.fitting).state().arrays).toEqual(expected);
    const rest = await train({ ...options, threads }, { resume: decodeCheckpoint(one.last[1]) });
    expect((await rest.fitting).state().arrays).toEqual(expected);
  }
});
