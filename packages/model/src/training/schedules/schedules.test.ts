/** Every schedule against torch.optim.lr_scheduler. */
import { readFileSync } from 'node:fs';
import { ConfigError, parseConfig } from '@anodec/core';
import { describe, expect, test } from 'vitest';
import { AutoencoderConfig, TrainConfig } from '../../config.js';
import type { EpochReport } from '../report.js';
import { createSchedule, schedules } from './registry.js';

const fixture = new URL('../../../../../test/fixtures/schedules.json', import.meta.url);
const golden = JSON.parse(readFileSync(fixture, 'utf8')) as {
  learningRate: number;
  totalSteps: number;
  warmupSteps: number;
  bySteps: Record<string, number[]>;
  warm: Record<string, number[]>;
  step: { scheduleEpochs: number; scheduleFactor: number; byEpochs: number[] };
  plateau: {
    schedulePatience: number;
    scheduleFactor: number;
    minLearningRate: number;
    losses: number[];
    after: number[];
  };
};
const { learningRate, totalSteps, warmupSteps } = golden;

/** Epochs of 8 steps. */
const stepsPerEpoch = 8;
const epochs = { learningRate, maxEpochs: totalSteps / stepsPerEpoch };
const minimum = (schedule: string) => (schedule === 'cosine' ? { minLearningRate: 0.001 } : {});

describe.each(Object.entries(golden.bySteps))('%s', (schedule, expected) => {
  test('has PyTorch’s rates, by epochs or by maxSteps', () => {
    const settings = { ...epochs, schedule, ...minimum(schedule) };
    expect(deviation(ratesOf(settings), expected)).toBeLessThan(1e-9);
    expect(
      deviation(ratesOf({ ...settings, maxEpochs: 1000, maxSteps: totalSteps }), expected),
    ).toBeLessThan(1e-9);
  });

  test('keeps its last rate after the last step planned', () => {
    const settings = { ...epochs, schedule, ...minimum(schedule) };
    const [last, later] = ratesOf(settings, [totalSteps, totalSteps + 17]);
    expect(later).toBe(last);
    expect(last).toBeLessThanOrEqual(expected[totalSteps - 1]);
  });
});

test.each(Object.entries(golden.warm))(
  '%s after a warm-up has PyTorch’s rates',
  (schedule, expected) => {
    expect(
      deviation(ratesOf({ ...epochs, schedule, ...minimum(schedule), warmupSteps }), expected),
    ).toBeLessThan(1e-9);
  },
);

test.each(Object.keys(schedules))('%s warms up in equal steps to its first rate', (schedule) => {
  const [first] = ratesOf({ ...epochs, schedule }, [0]);
  const rates = ratesOf({ ...epochs, schedule, warmupSteps: 3 }, [0, 1, 2, 3]);
  expect(deviation(rates, [first / 4, first / 2, (3 * first) / 4, first])).toBeLessThan(1e-9);
});

test('step has PyTorch’s rates from epoch to epoch', () => {
  const { byEpochs, ...settings } = golden.step;
  const schedule = scheduleOf({ ...epochs, schedule: 'step', ...settings });
  const rates = byEpochs.map(
    (_, epoch) => schedule({ epoch, step: 8 * epoch + 3, stepsPerEpoch, reports: [] }).optimizer,
  );
  expect(deviation(rates, byEpochs)).toBeLessThan(1e-9);
});

test('plateau has PyTorch’s rates after each epoch, from the reports alone', () => {
  const { losses, after, ...settings } = golden.plateau;
  const schedule = scheduleOf({ ...epochs, schedule: 'plateau', ...settings });
  const reports = losses.map((loss) => ({ loss }) as EpochReport);
  const rateAfter = (count: number, all = reports) =>
    schedule({ epoch: count, step: 8 * count, stepsPerEpoch, reports: all.slice(0, count) })
      .optimizer;
  expect(
    deviation(
      losses.map((_, i) => rateAfter(i + 1)),
      after,
    ),
  ).toBeLessThan(1e-9);
  expect(new Set(after).size).toBe(5); // three halvings and the minimum, or this shows little
  const unvalidated = reports.flatMap((report) => [report, { loss: NaN } as EpochReport]);
  expect(rateAfter(2 * losses.length, unvalidated)).toBe(after[after.length - 1]);
});

test('gives every optimiser its rate', () => {
  const schedule = createSchedule(TrainConfig.parse({ learningRate: 0.5 }), ['a', 'b'], 1);
  expect(schedule({ epoch: 0, step: 0, stepsPerEpoch: 1, reports: [] })).toEqual({
    a: 0.5,
    b: 0.5,
  });
});

test('refuses a warm-up that outlasts the training', () => {
  const create = (settings: object) => () => scheduleOf({ maxEpochs: 2, ...settings });
  expect(create({ warmupSteps: 15 })).not.toThrow();
  expect(create({ warmupSteps: 16 })).toThrow(ConfigError);
  expect(create({ warmupSteps: 16 })).toThrow(
    'warmupSteps must be smaller than the number of steps of the training, 16, got 16.',
  );
  expect(create({ warmupSteps: 16, fastDevRun: true })).not.toThrow();
});

test.each([
  [
    { schedulePatience: 3 },
    'schedulePatience must be left out with schedule constant: it belongs to plateau',
  ],
  [
    { schedule: 'step', minLearningRate: 1e-4 },
    'minLearningRate must be left out with schedule step: it belongs to cosine and plateau',
  ],
  [
    { schedule: 'cosine', minLearningRate: 1 },
    'minLearningRate must not be larger than learningRate',
  ],
])('refuses %j', (settings, message) => {
  expect(() => parseConfig(AutoencoderConfig, settings)).toThrow(message);
});

function scheduleOf(settings: object) {
  return createSchedule(TrainConfig.parse(settings), ['optimizer'], stepsPerEpoch);
}

/** The rates at these steps, by default all of the training. */
function ratesOf(
  settings: object,
  steps: readonly number[] = Array.from({ length: totalSteps }, (_, i) => i),
): number[] {
  const schedule = scheduleOf(settings);
  return steps.map((step) => {
    const epoch = Math.floor(step / stepsPerEpoch);
    return schedule({ epoch, step, stepsPerEpoch, reports: [] }).optimizer;
  });
}

/** The largest relative difference, infinite where one of both has more rates. PyTorch multiplies from step to step. */
function deviation(actual: readonly number[], expected: readonly number[]): number {
  if (actual.length !== expected.length) return Infinity;
  return Math.max(...actual.map((rate, i) => Math.abs(rate / expected[i] - 1)));
}
