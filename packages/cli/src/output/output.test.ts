/** Tests of what a training shows: its moving line, a line for each epoch, and events. */
import { type Progress, silentProgress, StoppedError } from '@anodec/core';
import {
  AutoencoderConfig,
  type EpochReport,
  type FitStart,
  modelSummary,
  TrainConfig,
} from '@anodec/model';
import type { Run } from '@anodec/runs';
import { expect, test } from 'vitest';
import type { Context } from '../context.js';
import { checkOneProfiled, OutputConfig } from './config.js';
import { describeEpoch } from './epoch-lines.js';
import { createEventWriter, trainingEvents } from './json-events.js';
import { profileLines } from './profile-lines.js';
import { summaryLines } from './summary-lines.js';
import { createTrainingProgress, describeStep } from './training-progress.js';
import { type Outcome, type TrainingOutput, withOutput } from './with-output.js';

const REPORT: EpochReport = {
  epoch: 3,
  step: 652,
  train: { loss: 0.012345 },
  valid: { loss: 0.02 },
  loss: 0.02,
  seconds: 4.2,
  isBest: true,
};
const STEP = { epoch: 3, step: 1652, size: 64, values: { loss: 0.0123 }, learningRates: {} };
const START: FitStart = {
  config: TrainConfig.parse({ maxEpochs: 16 }),
  parameters: 100,
  trainWindows: 640,
  validWindows: 64,
  stepsPerEpoch: 10,
  backend: { name: 'simd', threads: 2, arithmetic: 'relaxed', reason: '', imitated: false },
};

test('describes a step with epoch, step, speed and losses, and without what is not known', () => {
  const around = { epochs: 16, last: REPORT, speed: 12_300.4 };
  expect(describeStep(STEP, around)).toBe(
    'epoch 4/16 · step 1,652 · 12,300 windows/s · loss 0.0123 · valid 0.0200',
  );
  expect(describeStep(STEP, { epochs: 16, last: undefined, speed: NaN })).toBe(
    'epoch 4/16 · step 1,652 · loss 0.0123',
  );
});

test('describes an epoch with the time that is left at most', () => {
  expect(describeEpoch(REPORT, 16, 12_300)).toBe(
    'Epoch 4/16: step 652, loss 0.0123, valid 0.0200 (best so far), 12,300 windows/s, 4.2 s, 50 s left at most',
  );
  expect(describeEpoch({ ...REPORT, epoch: 15, valid: {}, isBest: false }, 16, NaN)).toBe(
    'Epoch 16/16: step 652, loss 0.0123, 4.2 s',
  );
});

test('puts its own note beside the share of a training, and leaves that of other work', async () => {
  const notes: unknown[] = [];
  const progress: Progress = { ...silentProgress, update: (...args) => notes.push(args) };
  const moving = createTrainingProgress(progress);
  const access = { reports: [], step: 0, best: undefined } as never;
  for (const one of moving.callbacks) await one.onFitStart?.(START, access);
  moving.progress.begin('Training', 16, 'epochs');
  for (const one of moving.callbacks) await one.onStepEnd?.(STEP, access);
  moving.progress.update(3.1, 'loss 0.0123');
  moving.progress.begin('Scoring', 2, 'rows');
  moving.progress.update(1, 'half');
  expect(notes).toEqual([
    [3.1, expect.stringMatching(/^epoch 4\/16 · step 1,652 · [\d,]+ windows\/s · loss 0.0123$/)],
    [1, 'half'],
  ]);
});

test('writes the events of a training, with null where a number is not known', async () => {
  const lines: string[] = [];
  const write = createEventWriter(
    (line) => lines.push(line),
    () => new Date(0),
  );
  const access = undefined as never;
  const callbacks = trainingEvents(write, () => 'lightning_logs/version_0');
  for (const one of callbacks) await one.onFitStart?.(START, access);
  for (const one of callbacks) await one.onEpochEnd?.({ ...REPORT, valid: {} }, access);
  const common = { time: '1970-01-01T00:00:00.000Z', run: 'lightning_logs/version_0' };
  expect(lines.map((line) => JSON.parse(line) as unknown)).toEqual([
    {
      event: 'start',
      ...common,
      weights: 100,
      train_windows: 640,
      valid_windows: 64,
      steps_per_epoch: 10,
      max_epochs: 16,
      backend: 'simd',
      threads: 2,
    },
    {
      event: 'epoch',
      ...common,
      epoch: 3,
      step: 652,
      train_loss: 0.012345,
      val_loss: null,
      best: true,
      seconds: 4.2,
      windows_per_second: null,
    },
  ]);
});

async function outputOf(
  settings: object,
  work: (output: TrainingOutput) => Promise<Outcome>,
): Promise<{ out: string[]; err: string[]; error: unknown }> {
  const [out, err]: [string[], string[]] = [[], []];
  const context: Context = {
    print: (line = '') => out.push(line),
    note: (line) => err.push(line),
    progress: silentProgress,
    signal: new AbortController().signal,
    command: 'anodec train',
    remarks: ['a remark'],
  };
  const error: unknown = await withOutput(OutputConfig.parse(settings), context, work).then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  return { out, err, error };
}

test('keeps standard output for events where they are asked for, and ends with how it ended', async () => {
  const work = async (output: TrainingOutput): Promise<Outcome> => {
    output.print('a line');
    output.onRun({ path: 'logs/version_3' } as Run);
    return Promise.resolve({ report: 'report.html' });
  };
  const { out, err } = await outputOf({ logFormat: 'json' }, work);
  const events = out.map((line) => JSON.parse(line) as Record<string, unknown>);
  expect(events.map(({ event }) => event)).toEqual(['command', 'warning', 'end']);
  expect(events[2]).toMatchObject({
    status: 'finished',
    run: 'logs/version_3',
    report: 'report.html',
    message: null,
  });
  expect(err).toEqual(['a line']);
  expect((await outputOf({}, work)).out).toEqual(['a line']);
});

test.each([
  [new StoppedError('Stopped.'), 'stopped'],
  [new Error('broken'), 'failed'],
])('says in the last event of %s that it %s, and throws on', async (thrown, status) => {
  const { out, error } = await outputOf({ logFormat: 'json' }, () => Promise.reject(thrown));
  expect(error).toBe(thrown);
  expect(JSON.parse(out.at(-1) ?? '')).toMatchObject({
    event: 'end',
    status,
    message: thrown.message,
  });
});

const SUMMARY = modelSummary(
  AutoencoderConfig.parse({ windowSize: 10, hiddenSize: 4, embeddingSize: 2, batchSize: 8 }),
  3,
);
const TOTALS =
  '  351 weights, 0.00478 million operations a window forward; a training step holds 27.7 kB: weights ' +
  '1.4 kB, gradients 1.4 kB, optimiser 2.81 kB, activations 22.1 kB';

test('summarises a network with a line for each part, or for each layer', () => {
  expect(summaryLines(SUMMARY, 'top')).toEqual([
    '  part     layers                  weights  million operations',
    '  encoder  LSTM 3 → 4, LSTM 4 → 2      208             0.00320',
    '  decoder  LSTM 2 → 4                  128             0.00134',
    '  output   Linear 4 → 3                 15            0.000240',
    TOTALS,
  ]);
  expect(summaryLines(SUMMARY, 'full').slice(0, 3)).toEqual([
    '  layer      kind    sizes  weights  million operations',
    '  encoder.0  LSTM    3 → 4      144             0.00224',
    '  encoder.1  LSTM    4 → 2       64            0.000960',
  ]);
});

test('shows where the time of a training goes, with the rest of the loop', () => {
  const report = {
    seconds: 10,
    phases: [
      { name: 'forward, backward, optimiser', calls: 200, seconds: 8 },
      { name: 'gather batches', calls: 400, seconds: 1 },
    ],
    kernels: [{ name: 'lstm backward', calls: 600, seconds: 3, bytes: 6e8 }],
  };
  expect(profileLines(report)).toEqual([
    'Profile of 10 s of training:',
    '  phase                         calls  time   share  a call',
    '  forward, backward, optimiser    200   8 s  80.0 %   40 ms',
    '  gather batches                  400   1 s  10.0 %  2.5 ms',
    '  rest of the loop                  1   1 s  10.0 %     1 s',
    '',
    '  kernel         calls  time   share  a call  MB a call',
    '  lstm backward    600   3 s  30.0 %    5 ms       1.00',
  ]);
  expect(profileLines({ seconds: 0, phases: [], kernels: [] })).toEqual([]);
});

test('refuses to measure several trainings as one', () => {
  const simple = OutputConfig.parse({ profiler: 'simple' });
  expect(() => checkOneProfiled(simple, 3)).toThrow('must come with a single training');
  expect(() => checkOneProfiled(simple, 1)).not.toThrow();
});
