/** The networks of all variants: their sizes, and what holds whatever the variant. */
import { ConfigError, createRandom, ShapeError } from '@anodec/core';
import { tf, useBackend } from '@anodec/kernels';
import { beforeAll, describe, expect, test } from 'vitest';
import { buildGan, createGan } from '../gan-networks.js';
import { variantNames, variants } from '../variants.js';
import { countParameters } from '../weights.js';

beforeAll(async () => {
  await useBackend('simd', { threads: 1 });
});

// the counts of the original program for three classes of days, by Keras
test.each([
  ['acgan', 3, 1_711_021, 243_396],
  ['cgan', 3, 1_822_381, 3_997_481],
  ['gan', 1, 1_710_721, 914_305],
])('%s of %i classes has the number of weights of the original', (name, classes, g, d) => {
  const { generator, discriminator } = buildGan(name, { classes });
  expect([countParameters(generator.weights), countParameters(discriminator.weights)]).toEqual([
    g,
    d,
  ]);
});

describe.each(variantNames)('%s', (name) => {
  const classes = variants[name].hasLabels ? 2 : 1;
  const sizes = { width: 16, classes, latentSize: 5, capacity: 1 / 16 };
  const labels = () => tf.tensor1d([0, classes - 1, 0], 'int32');

  test('makes days from 0 to 1 and judges them with probabilities', () => {
    const gan = createGan(name, sizes);
    const days = gan.generate(latentOf(3, 5), labels());
    expect(days.shape).toEqual([3, 16]);
    expect(days.dataSync().every((value) => value >= 0 && value < 1)).toBe(true);
    const { validity, classes: named } = gan.discriminate(days, labels());
    expect(validity.shape).toEqual([3, 1]);
    expect(validity.dataSync().every((p) => p > 0 && p < 1)).toBe(true);
    for (const row of named?.arraySync() ?? []) {
      expect(row.reduce((sum, p) => sum + p)).toBeCloseTo(1, 5);
    }
    gan.dispose();
  });

  test('judges a day the same alone and among others', () => {
    const gan = createGan(name, sizes);
    const days = gan.generate(latentOf(3, 5), labels());
    const all = gan.discriminate(days, labels()).validity.dataSync();
    const alone = gan.discriminate(days.slice(0, 1), tf.tensor1d([0], 'int32')).validity.dataSync();
    expect(alone[0]).toBeCloseTo(all[0], 6);
    gan.dispose();
  });

  test('has the feature that is scored, with a gradient back to the latent numbers', () => {
    const gan = createGan(name, sizes);
    const { scoredFeature } = gan;
    const slope = tf.grad((latent: tf.Tensor) => {
      const days = gan.generate(latent as tf.Tensor2D, labels());
      const feature = gan.discriminate(days, labels()).features[scoredFeature];
      const ramp = tf.range(0, feature.size); // probabilities alone add up to a constant
      return tf.sum(tf.mul(tf.reshape(feature, [-1]), ramp));
    })(latentOf(3, 5));
    expect(slope.dataSync().some((value) => Math.abs(value) > 1e-9)).toBe(true);
    gan.dispose();
  });

  test('begins with the same weights for the same seed, and frees all tensors', () => {
    const run = (seed: number) =>
      tf.tidy(() => {
        const gan = createGan(name, sizes, seed);
        const days = gan.generate(latentOf(3, 5), labels()).dataSync();
        gan.dispose();
        return days;
      });
    const before = tf.memory().numTensors;
    expect(run(1)).toEqual(run(1));
    expect(run(1)).not.toEqual(run(2));
    expect(tf.memory().numTensors).toBe(before);
  });
});

test.each(variantNames.filter((name) => !variants[name].hasLabels))(
  '%s makes windows of several channels, whose values have no bounds',
  (name) => {
    const sizes = { width: 16 * 3, channels: 3, isBounded: false, latentSize: 5, capacity: 1 / 16 };
    const gan = createGan(name, sizes);
    const windows = gan.generate(latentOf(40, 5));
    expect(windows.shape).toEqual([40, 48]);
    expect(windows.dataSync().some((value) => value < 0)).toBe(true);
    // a channel that changes alone is seen
    const moved = tf.add<tf.Tensor2D>(windows, tf.tile(tf.tensor1d([0, 1, 0]), [16]));
    const [before, after] = [windows, moved].map((one) =>
      gan.discriminate(one).validity.dataSync(),
    );
    expect(after).not.toEqual(before);
    gan.dispose();
  },
);

test('says what fits where sizes or labels do not', () => {
  expect(() => createGan('acgan', { width: 100 })).toThrow(ConfigError);
  expect(() => createGan('acgan', { width: 100 })).toThrow('that 8 divides, got 100');
  expect(() => createGan('gan', { classes: 2 })).toThrow('classes must be 1, got 2');
  expect(() => createGan('cgan', { channels: 2 })).toThrow('channels must be 1, got 2');
  expect(() => createGan('wgan')).toThrow('wgan');
  const gan = createGan('acgan', { width: 16, classes: 2, latentSize: 5, capacity: 1 / 16 });
  expect(() => gan.generate(latentOf(3, 4))).toThrow(ShapeError);
  expect(() => gan.generate(latentOf(3, 5))).toThrow('labels must be given');
  gan.dispose();
});

function latentOf(B: number, size: number): tf.Tensor2D {
  const random = createRandom(3);
  return tf.tensor2d(
    Float32Array.from({ length: B * size }, () => random.normal()),
    [B, size],
  );
}
