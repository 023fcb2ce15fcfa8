/** The learning-rate range test, against PyTorch on a quadratic and on a small network. */
import { readFileSync } from 'node:fs';
import { StoppedError } from '@anodec/core';
import { expect, test } from 'vitest';
import { AutoencoderConfig } from '../config.js';
import type { BatchSource, Sized, Trainable } from '../training/trainable.js';
import { wave } from '../wave.fixture.js';
import {
  findLearningRate,
  LearningRateSearch,
  type RatePoint,
  suggestLearningRate,
} from './learning-rate.js';
import { probeAutoencoder } from './probe.js';

interface Fixture {
  readonly curvatures: readonly number[];
  readonly start: readonly number[];
  readonly tests: readonly {
    readonly steps: number;
    readonly minRate: number;
    readonly maxRate: number;
    readonly rates: readonly number[];
    readonly losses: readonly number[];
    readonly divergedAt: number | null;
    readonly suggestion: number;
    readonly lowestAt: number;
  }[];
}
const fixture = JSON.parse(
  readFileSync(
    new URL('../../../../test/fixtures/learning-rate-finder.json', import.meta.url),
    'utf8',
  ),
) as Fixture;

/** Half the sum of curvature times the squared weight, lowered by plain gradient steps. */
function quadratic({ curvatures, start }: Fixture): Trainable<Sized> {
  const weights = [...start];
  const lossNow = (): number =>
    weights.reduce((sum, weight, i) => sum + 0.5 * curvatures[i] * weight ** 2, 0);
  return {
    losses: ['loss'],
    optimizers: ['sgd'],
    async step(_, { learningRates: { sgd } }) {
      const loss = lossNow();
      curvatures.forEach((curvature, i) => (weights[i] -= sgd * curvature * weights[i]));
      return { loss };
    },
    loss: async () => ({ loss: lossNow() }),
    state: async () => ({ arrays: {}, counters: {} }),
    load: () => undefined,
    detector: () => ({ detector: 'none', channels: [], config: {}, arrays: {} }),
  };
}

const onlyBatch: BatchSource<Sized> = {
  stepsPerEpoch: 1,
  train: () => [{ size: 1 }],
  valid: () => [],
};

test.each(fixture.tests)(
  'has the rates, losses and suggestion of PyTorch from $minRate to $maxRate',
  async ({ steps, minRate, maxRate, ...expected }) => {
    const search = LearningRateSearch.parse({ minRate, maxRate, rateSteps: steps });
    const found = await findLearningRate(quadratic(fixture), onlyBatch, search);
    const close = (values: readonly number[]) => values.map((value) => expect.closeTo(value, 12));
    expect(found.points.map(({ learningRate }) => learningRate)).toEqual(close(expected.rates));
    // both compute in float64; sums in another order differ in the last bits
    expect(found.points.map(({ loss }) => loss)).toEqual(close(expected.losses));
    expect(found.lowestAt).toBeCloseTo(expected.lowestAt, 12);
    expect(found.suggestion).toBeCloseTo(expected.suggestion, 12);
    expect(found.divergedAt ?? -1).toBeCloseTo(expected.divergedAt ?? -1, 12);
  },
);

test('suggests a rate with which gradient steps on the quadratic are stable', async () => {
  const stable = 2 / Math.max(...fixture.curvatures);
  const search = LearningRateSearch.parse({ minRate: 1e-4, maxRate: 10 });
  const { suggestion, divergedAt } = await findLearningRate(quadratic(fixture), onlyBatch, search);
  expect(suggestion).toBeGreaterThan(stable / 100);
  expect(suggestion).toBeLessThan(stable);
  expect(divergedAt).toBeGreaterThan(stable);
});

test('suggests the middle of the steepest decade, and nothing where the loss falls nowhere', () => {
  // four points a decade, so that a line is drawn through five
  const points = (losses: readonly number[]): RatePoint[] =>
    losses.map((loss, i) => ({ learningRate: 10 ** (i / 4), loss }));
  const found = suggestLearningRate(points([9, 9, 9, 9, 9, 8, 6, 4, 3, 3, 3, 30]));
  expect(found.suggestion).toBeCloseTo(10 ** (6 / 4), 9);
  expect(found.lowestAt).toBeCloseTo(10 ** (8 / 4), 9);
  expect(found.trend).toHaveLength(8);
  expect(suggestLearningRate(points([1, 2, 3, 4, 5, 6])).suggestion).toBeNull();
  expect(suggestLearningRate(points([5, 4, 3, 2])).suggestion).toBeNull();
});

test('does not take the way down from a peak of its own for the steepest descent', () => {
  const losses = [5, 5, 5, 5, 5, 4.5, 4, 3.5, 3, 3, 90, 80, 60, 40, 20, 10];
  const points = losses.map((loss, i) => ({ learningRate: 10 ** (i / 4), loss }));
  const { suggestion } = suggestLearningRate(points);
  expect(suggestion).toBeCloseTo(10 ** (6 / 4), 9);
});

test('ends at a loss that is no number, and says at which rate', async () => {
  const model = quadratic(fixture);
  const breaking: Trainable<Sized> = {
    ...model,
    step: async (batch, options) =>
      options.step === 30 ? { loss: NaN } : model.step(batch, options),
  };
  const search = LearningRateSearch.parse({ minRate: 1e-4, maxRate: 1 });
  const { points, divergedAt } = await findLearningRate(breaking, onlyBatch, search);
  expect(points).toHaveLength(30);
  expect(divergedAt).toBeCloseTo(1e-4 * 1e4 ** (30 / 99), 12);
});

test('stops when it is asked to', async () => {
  const search = findLearningRate(quadratic(fixture), onlyBatch, LearningRateSearch.parse({}), {
    signal: AbortSignal.abort(),
  });
  await expect(search).rejects.toThrow(StoppedError);
});

test('its suggestion lowers the loss of a small network more than ten times less or more', async () => {
  const config = AutoencoderConfig.parse({
    windowSize: 6,
    hiddenSize: 6,
    embeddingSize: 3,
    batchSize: 16,
    threads: 1,
  });
  const source = await probeAutoencoder(config, [wave(200)], []);
  const probe = await source.open();
  const { suggestion } = await findLearningRate(
    probe.model,
    probe.batches,
    LearningRateSearch.parse({ minRate: 1e-5 }),
  );
  probe.model.dispose();
  const lossAfter = async (learningRate: number): Promise<number> => {
    const { model, batches } = await source.open();
    let [step, sum] = [0, 0];
    for (const batch of batches.train(0)) {
      if (step === 200) break;
      const learningRates = { optimizer: learningRate };
      const { loss } = await model.step(batch, { learningRates, step });
      step += 1;
      if (step > 150) sum += loss;
    }
    model.dispose();
    return sum / 50;
  };
  const rate = suggestion ?? NaN;
  const [lower, own, higher] = [
    await lossAfter(rate / 10),
    await lossAfter(rate),
    await lossAfter(rate * 10),
  ];
  expect(own).toBeLessThan(lower);
  expect(own).toBeLessThan(higher);
});
