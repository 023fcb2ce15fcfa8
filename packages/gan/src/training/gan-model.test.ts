/** One iteration of every variant beside PyTorch: losses, gradients and running statistics. */
import { readFileSync } from 'node:fs';
import { createRandom } from '@anodec/core';
import { tf, useBackend } from '@anodec/kernels';
import { TrainConfig } from '@anodec/model';
import { beforeAll, describe, expect, test } from 'vitest';
import { buildGan } from '../gan-networks.js';
import { type VariantName, variantNames, variants } from '../variants.js';
import type { WeightArrays } from '../weights.js';
import type { GanBatch } from './batches.js';
import { createGanModel } from './gan-model.js';

/** Norm and two projections. */
type Summary = readonly [number, number, number];

interface Case {
  readonly losses: Readonly<Record<string, number>>;
  readonly gradients: Readonly<Record<string, Summary>>;
  readonly statistics: Readonly<Record<string, Summary>>;
}

// written by utils/golden/gan.py
const fixture = new URL('../../../../test/fixtures/gan.json', import.meta.url);
const { cases } = JSON.parse(readFileSync(fixture, 'utf8')) as {
  cases: Readonly<Record<string, Case>>;
};

const [WIDTH, LATENT, B, BETA1] = [16, 5, 4, 0.6];
const optimizer = TrainConfig.parse({
  beta1: BETA1,
  beta2: 0.9,
  epsilon: 1e-7,
  learningRate: 0.01,
});

const training = { optimizer, classWeight: 0.3, penaltyWeight: 10, config: {} };

describe.each(['simd', 'cpu'])('on %s', (backend) => {
  beforeAll(async () => {
    await useBackend(backend);
  });

  test.each([
    ...variantNames.map((name) => [name, name, {}] as const),
    ...(['cgan', 'racgan', 'wgan-gp'] as const).map(
      (name) => [`spectral-${name}`, name, { spectralNorm: true }] as const,
    ),
    ...(['gan', 'rgan'] as const).map(
      (name) => [`${name} of 2 channels`, name, { channels: 2, isBounded: false }] as const,
    ),
  ])('%s steps as PyTorch does, and leaves no tensor behind', async (title, name, own) => {
    const classes = variants[name].hasLabels ? 3 : 1;
    const common = { width: WIDTH, latentSize: LATENT, dropout: 0, capacity: 1 / 16 };
    const sizes = { ...common, classes, ...own };
    const built = buildGan(name, sizes);
    const arrays = sines({ ...built.generator.weights, ...built.discriminator.weights });
    const model = createGanModel(built, arrays, training);
    const before = tf.memory().numTensors;
    const rates = { generator: 0.01, discriminator: 0.01 };
    const losses = await model.step(batchOf(name), { learningRates: rates, step: 0 });
    expect(tf.memory().numTensors).toBe(before);
    const expected = cases[title];
    expect(Object.keys(losses).sort()).toEqual(Object.keys(expected.losses).sort());
    for (const [loss, value] of Object.entries(losses)) {
      expect([loss, value]).toEqual([loss, expect.closeTo(expected.losses[loss], 5)]);
    }
    const { arrays: state } = await model.state();
    model.dispose();
    for (const [weight, summary] of Object.entries(expected.gradients)) {
      const adam = `${weight.split('.')[0]}Adam`;
      // after one step the first moment is (1 − β1) times the gradient; after two of a critic the fixture holds this, too
      const gradient = state[`${adam}.first.${weight}`].data.map((first) => first / (1 - BETA1));
      expectSame(weight, gradient, summary);
    }
    expect(Object.keys(expected.gradients)).toHaveLength(
      Object.keys(state).filter((key) => key.includes('.first.')).length,
    );
    for (const [statistic, summary] of Object.entries(expected.statistics)) {
      expectSame(statistic, state[statistic].data, summary);
    }
  });
});

/** Single precision through a dozen layers beside double precision. */
function expectSame(name: string, values: Float32Array, [norm, cosine, sine]: Summary): void {
  const sum = (weight: (j: number) => number) =>
    values.reduce((total, value, j) => total + value * weight(j), 0);
  const got = [
    Math.sqrt(values.reduce((total, value) => total + value * value, 0)),
    sum((j) => Math.cos(0.9 * j)),
    sum((j) => Math.sin(0.4 * j)),
  ];
  const most = 1e-4 * norm + 5e-6; // the gradient of a bias before a normalisation is 0 but for rounding
  const wrong = [norm, cosine, sine].some((value, i) => !(Math.abs(value - got[i]) <= most));
  expect([name, wrong ? got : 'same']).toEqual([name, wrong ? [norm, cosine, sine] : 'same']);
}

function wave(count: number, phase: number, scale: number): Float32Array {
  return Float32Array.from({ length: count }, (_, j) => scale * Math.sin(0.7 * j + phase));
}

/** The weights of the fixture: sines from a phase that the name gives. */
function sines(
  weights: Parameters<typeof Object.entries<{ shape: readonly number[] }>>[0],
): WeightArrays {
  const entries = Object.entries(weights).map(([name, { shape }]) => {
    const count = shape.reduce((size, dim) => size * dim, 1);
    const phase = Buffer.from(name).reduce((sum, code) => sum + code, 0) % 97;
    const values = wave(count, phase, 0.25);
    const data = name.endsWith('.mean')
      ? values.fill(0)
      : name.endsWith('.variance')
        ? values.fill(1)
        : name.endsWith('.scale')
          ? values.map((value) => value + 1)
          : values;
    return [name, { shape, data }] as const;
  });
  return Object.fromEntries(entries);
}

function batchOf(name: VariantName): GanBatch {
  const isDrawn = variants[name].fakeLabels === 'drawn';
  const labels = Int32Array.of(0, 1, 2, 1);
  const draw = (phase: number, drawn: readonly number[]) => ({
    latent: wave(B * LATENT, phase, 1),
    labels: isDrawn ? Int32Array.from(drawn) : labels,
  });
  const isCritic = variants[name].loss === 'wasserstein';
  const forDiscriminator = (k: number) => ({
    days: wave(B * WIDTH, 1 + 10 * k, 0.5).map((value) => value + 0.5),
    labels,
    fake: draw(2 + 10 * k, [2, 2, 0, 1]),
    ...(isCritic && { mix: wave(B, 5 + 10 * k, 0.5).map((value) => value + 0.5) }),
  });
  return {
    ...forDiscriminator(0),
    size: B,
    further: isCritic ? [forDiscriminator(1)] : [],
    generated: draw(3, [1, 0, 2, 2]),
    dropout: createRandom(0),
  };
}
