/** Tests of the hooks of callbacks: their order, what they may do, and what happens when one fails. */
import { DataError } from '@anodec/core';
import { expect, test } from 'vitest';
import { TrainConfig } from '../config.js';
import type { Callback, StepAnswer } from './callback.js';
import { createCounting, startOf, weightOf } from './counting.fixture.js';
import { fit } from './trainer.js';

const config = TrainConfig.parse({ maxEpochs: 1, valCheckInterval: 0.5 });

test('are called in the order of what happens', async () => {
  const { model, batches } = createCounting({ stepsPerEpoch: 2 });
  const calls: string[] = [];
  const hooks = [
    ...(['onFitStart', 'onEpochStart', 'onStepStart', 'acceptsStep', 'onStepEnd'] as const),
    ...(['onStepSave', 'onValidStart', 'onValidEnd', 'onEpochEnd', 'onEpochSave'] as const),
    ...(['onInterrupt', 'onException', 'onFitEnd'] as const),
  ];
  const callback: Callback = Object.fromEntries(
    hooks.map((hook) => [hook, () => void calls.push(hook)]),
  );
  await fit(model, batches, config, { callbacks: [callback], start: startOf(config) });
  const step = ['onStepStart', 'acceptsStep', 'onStepEnd', 'onStepSave'];
  const validation = ['onValidStart', 'onValidEnd'];
  expect(calls).toEqual([
    'onFitStart',
    'onEpochStart',
    ...step,
    ...validation,
    ...step,
    ...validation,
    'onEpochEnd',
    'onEpochSave',
    'onFitEnd',
  ]);
});

test('end the fit when one fails, with the name of callback and hook', async () => {
  const { model, batches } = createCounting({});
  const errors: unknown[] = [];
  const failing: Callback = {
    name: 'thermometer',
    onStepEnd() {
      throw new TypeError('no such port');
    },
    onException: (error) => void errors.push(error),
  };
  const run = fit(model, batches, config, { callbacks: [{}, failing] });
  await expect(run).rejects.toThrow('The callback thermometer failed in onStepEnd: no such port');
  const [error] = errors as Error[];
  expect(error.cause).toBeInstanceOf(TypeError);
  const nameless = fit(model, batches, config, {
    callbacks: [{}, { ...failing, name: undefined }],
  });
  await expect(nameless).rejects.toThrow(
    'A callback without a name failed in onStepEnd: no such port',
  );
});

test('leave an error as it is that the user can put right', async () => {
  const { model, batches } = createCounting({});
  const full = new DataError('last.ckpt cannot be written: the disk is full.');
  const callback: Callback = {
    name: 'files',
    onEpochEnd: () => Promise.reject(full),
  };
  await expect(fit(model, batches, config, { callbacks: [callback] })).rejects.toBe(full);
});

test('do not hide the first error behind one of onException', async () => {
  const { model, batches } = createCounting({});
  const callback: Callback = {
    onEpochEnd: () => Promise.reject(new DataError('first')),
    onException: () => Promise.reject(new DataError('second')),
  };
  await expect(fit(model, batches, config, { callbacks: [callback] })).rejects.toThrow('first');
});

test('may refuse a step, put an earlier state back, and end the fit', async () => {
  const answers = async (wanted: (step: number) => StepAnswer) => {
    const { model, batches } = createCounting({ stepsPerEpoch: 4 });
    const callback: Callback = { acceptsStep: (_, { step }) => wanted(step) };
    return fit(model, batches, TrainConfig.parse({ maxEpochs: 1 }), { callbacks: [callback] });
  };
  const skipped = await answers((step) => (step === 1 ? 'skip' : 'make'));
  expect(weightOf(skipped.detector)).toBe(3);
  expect(skipped.summary).toMatchObject({ skippedSteps: 1, bestStep: 4 });
  expect(skipped.summary.reports[0]).toMatchObject({ step: 4, skipped: 1 });
  expect(skipped.summary.reports[0].train.loss).toBe((100 + 99 + 98) / 3); // the refused one is left out
  const state = { arrays: {}, counters: { made: 40 } };
  const restored = await answers((step) => (step === 1 ? { restore: state } : 'make'));
  expect(restored.summary.skippedSteps).toBe(1);
  const ended = answers(() => new DataError('too much'));
  await expect(ended).rejects.toThrow('too much');
});
