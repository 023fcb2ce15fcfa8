/** AnoGAN beside PyTorch, and what holds for every variant. */
import { readFileSync } from 'node:fs';
import { ConfigError, createRandom, DataError, ShapeError, StoppedError } from '@anodec/core';
import { tf, useBackend } from '@anodec/kernels';
import { beforeAll, describe, expect, test } from 'vitest';
import { GanConfig } from '../config.js';
import { assembleGan, sizesOf } from '../gan.js';
import { buildGan, drawGan } from '../gan-networks.js';
import { type VariantName, variantNames, variants } from '../variants.js';
import type { WeightArrays } from '../weights.js';
import { AnoganConfig } from './anogan-config.js';
import { type ScoredDays, scoreDays } from './anogan.js';
import { bringClose } from './bring-close.js';

// written by utils/golden/anogan.py
const fixture = new URL('../../../../test/fixtures/anogan.json', import.meta.url);
const golden = JSON.parse(readFileSync(fixture, 'utf8')) as {
  losses: number[][];
  residual: number[];
  feature: number[];
  generated: number[];
  class_losses: number[];
  weights: number[][];
};

const [WIDTH, LATENT, N] = [16, 5, 6];
const settings = { scoreSteps: 5 };

beforeAll(async () => {
  await useBackend('simd', { threads: 1 });
});

test('brings days as close as PyTorch does, over the same steps', async () => {
  const gan = await ganOf('acgan', 3, sines);
  const days = wave(3 * WIDTH, 1, 0.5).map((value) => value + 0.5);
  const mapper = {
    weight: wave(LATENT * LATENT, 5, 0.7),
    bias: wave(LATENT, 6, 0.25),
    scale: wave(LATENT, 7, 0.25).map((value) => value + 1),
    offset: wave(LATENT, 8, 0.25),
  };
  const inputs = wave(3 * LATENT, 4, 1);
  const starts = [0, 2, 1].map((label, day) => {
    return { day, label, inputs: inputs.subarray(day * LATENT, (day + 1) * LATENT), mapper };
  });
  const config = { scoreLearningRate: 0.02, featureWeight: 0.3, feature: 'logits' };
  const after = (scoreSteps: number) =>
    bringClose(gan, days, starts, AnoganConfig.parse({ ...config, scoreSteps }), async () => {});
  for (const steps of [1, 2, 12]) {
    const losses = (await after(steps)).map(
      ({ residual, feature }) => 0.7 * residual + 0.3 * feature,
    );
    expect(gap(losses, golden.losses[steps - 1])).toBeLessThan(2e-5);
  }
  const results = await after(12);
  expect(
    gap(
      results.map(({ residual }) => residual),
      golden.residual,
    ),
  ).toBeLessThan(2e-5);
  expect(
    gap(
      results.map(({ feature }) => feature),
      golden.feature,
    ),
  ).toBeLessThan(2e-5);
  expect(
    gap(
      results.map(({ classLoss }) => classLoss),
      golden.class_losses,
    ),
  ).toBeLessThan(2e-5);
  expect(
    gap(
      results.flatMap(({ generated }) => [...generated]),
      golden.generated,
    ),
  ).toBeLessThan(2e-5);
  // single precision: twelve steps of 0.02, each of the size of the rate whatever the size of the gradient
  const { weight, bias, scale, offset } = results[1].mapper;
  [weight, bias, scale, offset].forEach((own, i) =>
    expect(gap([...own], golden.weights[i])).toBeLessThan(2e-3),
  );
  gan.dispose();
});

describe.each(variantNames)('%s', (variant) => {
  test('scores a day the same alone and among others, and frees all tensors', async () => {
    const gan = await ganOf(variant, 2);
    const data = daysOf();
    const before = tf.memory().numTensors;
    const all = await scoreDays(gan, data, settings);
    const inTwos = await scoreDays(gan, data, { ...settings, batchDays: 2 });
    const alone = await scoreDays(gan, part(data, 3), settings);
    expect(tf.memory().numTensors).toBe(before);
    expect(gap([...inTwos.scores], [...all.scores])).toBeLessThan(1e-4);
    expect(alone.scores[0]).toBeCloseTo(all.scores[3], 4);
    expect(
      gap([...alone.generated], [...all.generated.subarray(3 * WIDTH, 4 * WIDTH)]),
    ).toBeLessThan(1e-3);
    expect([...alone.inputs]).toEqual([...all.inputs.subarray(3 * LATENT, 4 * LATENT)]);
    expect(all.classLosses.every((loss) => Number.isNaN(loss) !== tellsClasses(variant))).toBe(
      true,
    );
    gan.dispose();
  });

  test('comes closer with more steps, and its score is the weighted sum of its parts', async () => {
    const gan = await ganOf(variant, 2);
    const few = await scoreDays(gan, daysOf(), { scoreSteps: 1, scoreLearningRate: 0.05 });
    const many = await scoreDays(gan, daysOf(), { scoreSteps: 40, scoreLearningRate: 0.05 });
    const sum = (values: Float32Array) => values.reduce((total, value) => total + value, 0);
    expect(sum(many.scores)).toBeLessThan(sum(few.scores));
    const parts = many.residuals.map((value, n) => 0.9 * value + 0.1 * many.features[n]);
    expect(gap([...many.scores], [...parts])).toBeLessThan(1e-5);
    gan.dispose();
  });
});

test('gives back days in the unit of the device, close to what they were compared by', async () => {
  const gan = await ganOf('gan', 1);
  const data = { ...daysOf(), labels: new Int32Array(N) };
  const { residuals, generated } = await scoreDays(gan, data, settings);
  const own = Array.from(residuals, (_, n) => {
    let sum = 0;
    for (let i = n * WIDTH; i < (n + 1) * WIDTH; i++) sum += Math.abs(data.days[i] - generated[i]);
    return sum / 20; // the scale of the model is 5 to 25
  });
  expect(gap(own, [...residuals])).toBeLessThan(1e-3);
  gan.dispose();
});

test('the closest of several starts counts', async () => {
  const gan = await ganOf('acgan', 2);
  const one = await scoreDays(gan, daysOf(), settings);
  const best = await scoreDays(gan, daysOf(), { ...settings, restarts: 4 });
  expect([...best.scores].every((score, n) => score <= one.scores[n] + 1e-6)).toBe(true);
  expect([...best.scores].some((score, n) => score < one.scores[n] - 1e-5)).toBe(true);
  gan.dispose();
});

test('the class of a day changes its score, the layer that is compared too', async () => {
  const gan = await ganOf('acgan', 2);
  const data = daysOf();
  const base = await scoreDays(gan, data, settings);
  const wrong = await scoreDays(gan, { ...data, labels: data.labels.map((k) => 1 - k) }, settings);
  const other = await scoreDays(gan, data, { ...settings, feature: 'd_conv2' });
  expect(wrong.scores[0]).not.toBeCloseTo(base.scores[0], 5);
  expect(other.features[0]).toBeGreaterThan(base.features[0]);
  gan.dispose();
});

test('says what does not fit, and stops', async () => {
  const gan = await ganOf('acgan', 2);
  const data = daysOf();
  const score = (change: Partial<ScoredDays>, more: object = {}) =>
    scoreDays(gan, { ...data, ...change }, { ...settings, ...more });
  await expect(score({ labels: [0] })).rejects.toThrow(ShapeError);
  await expect(score({ labels: [0, 1, 2, 0, 0, 0] })).rejects.toThrow(
    'from 0 to 1, got 2 on day 2',
  );
  const bad = data.days.slice();
  bad[WIDTH + 2] = NaN;
  await expect(score({ days: bad })).rejects.toThrow('got NaN on day 1, value 3');
  await expect(score({ days: bad })).rejects.toThrow(DataError);
  await expect(score({}, { feature: 'd_conv9' })).rejects.toThrow(ConfigError);
  await expect(score({}, { feature: 'd_conv9' })).rejects.toThrow('d_conv4, flat, logits, classes');
  const controller = new AbortController();
  controller.abort();
  const before = tf.memory().numTensors;
  const stopped = scoreDays(gan, data, settings, { signal: controller.signal });
  await expect(stopped).rejects.toThrow(StoppedError);
  expect(tf.memory().numTensors).toBe(before);
  gan.dispose();
});

function tellsClasses(variant: VariantName): boolean {
  return variant === 'acgan' || variant === 'racgan';
}

/** A small model with drawn weights, or those that `weightsOf` makes. */
async function ganOf(
  variant: VariantName,
  classes: number,
  weightsOf?: (arrays: WeightArrays) => WeightArrays,
) {
  const small = GanConfig.parse({ variant, latentSize: LATENT, capacity: 1 / 16 });
  const own = variants[variant].hasLabels ? classes : 1;
  const built = buildGan(variant, sizesOf(small, WIDTH, own));
  const pairs = Array.from({ length: classes / own }, (_, pair) => drawGan(built, pair));
  const scale = weightsOf ? { minimum: 0, maximum: 1 } : { minimum: 5, maximum: 25 };
  const description = { classes, width: WIDTH, ...scale, days: [], dataHash: '', settings: small };
  return assembleGan(
    description,
    pairs.map((pair) => weightsOf?.(pair) ?? pair),
  );
}

/** Weights and statistics as in the golden script: sines from a phase that the name gives. */
function sines(arrays: WeightArrays): WeightArrays {
  const entries = Object.entries(arrays).map(([name, { shape, data }]) => {
    const phase = Array.from(name).reduce((sum, letter) => sum + letter.charCodeAt(0), 0) % 97;
    const add = /\.(scale|variance)$/.test(name) ? 1 : 0;
    return [name, { shape, data: wave(data.length, phase, 0.25).map((v) => v + add) }] as const;
  });
  return Object.fromEntries(entries);
}

function wave(count: number, phase: number, scale: number): Float32Array {
  return Float32Array.from({ length: count }, (_, j) => scale * Math.sin(0.7 * j + phase));
}

/** Six days of two classes. */
function daysOf() {
  const random = createRandom(8);
  return {
    days: Float32Array.from({ length: N * WIDTH }, () => 5 + 20 * random.uniform()),
    labels: Int32Array.from({ length: N }, (_, n) => n % 2),
    names: Array.from({ length: N }, (_, n) => `day ${n}`),
  };
}

function part({ days, labels, names }: ReturnType<typeof daysOf>, n: number): ScoredDays {
  return {
    days: days.subarray(n * WIDTH, (n + 1) * WIDTH),
    labels: [labels[n]],
    names: [names[n]],
  };
}

/** The largest difference; infinite where there is one that is no number. */
function gap(own: ArrayLike<number>, expected: ArrayLike<number>): number {
  if (own.length !== expected.length) return Infinity;
  const off = Array.from(own, (value, i) => Math.abs(value - expected[i]));
  return off.some((value) => Number.isNaN(value)) ? Infinity : Math.max(...off);
}
