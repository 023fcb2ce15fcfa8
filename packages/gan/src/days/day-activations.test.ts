/** Outputs of layers of the discriminator: beside the layer called by hand, for every variant. */
import { ConfigError, createRandom, DataError, StoppedError } from '@anodec/core';
import { tf, useBackend } from '@anodec/kernels';
import { beforeAll, describe, expect, test } from 'vitest';
import { drawnGan, SCALE, WIDTH } from '../testing/drawn-gan.js';
import { type VariantName, variantNames, variants } from '../variants.js';
import { dayActivations, discriminatedClasses } from './day-activations.js';

const labels = [0, 1, 1, 0, 1];
const random = createRandom(4);
const days = Float32Array.from({ length: labels.length * WIDTH }, () => 3 + 20 * random.uniform());
const data = { days, labels, names: labels.map((_, n) => `day ${n}`) };

/** A layer, its parts of the day and its outputs of a part, with a sixteenth of the filters. */
const layers: Readonly<Record<VariantName, readonly [string, number, number]>> = {
  acgan: ['d_conv1', 8, 2],
  cgan: ['d_conv1', 4, 4],
  gan: ['d_conv1', 2, 16],
  'lstm-gan': ['recurrent1', 16, 8],
  racgan: ['dense', 0, 4],
  rgan: ['recurrent', 0, 8],
  'wgan-gp': ['d_conv1', 2, 16],
};

beforeAll(async () => {
  await useBackend('simd', { threads: 1 });
});

describe.each(variantNames)('%s', (variant) => {
  test('gives each day the outputs that the networks of its class have for it', async () => {
    const gan = await drawnGan(variant, 2);
    const [layer, places, channels] = layers[variant];
    const found = await dayActivations(gan, data, layer);
    expect([found.places, found.channels]).toEqual([places, channels]);
    const size = Math.max(places, 1) * channels;
    expect(found.values).toHaveLength(labels.length * size);
    for (const [n, label] of labels.entries()) {
      const range = SCALE.maximum - SCALE.minimum;
      const day = Array.from(days.subarray(n * WIDTH, (n + 1) * WIDTH), (v) => (v - 3) / range);
      const judged = gan
        .networksOf(label)
        .discriminate(tf.tensor2d([day]), tf.tensor1d([gan.labelOf(label)], 'int32'));
      const alone = await judged.features[layer].data();
      // single precision, and products of another number of rows
      for (let i = 0; i < size; i++) expect(found.values[n * size + i]).toBeCloseTo(alone[i], 4);
    }
    const hasPairs = !variants[variant].hasLabels;
    expect([...found.pairs]).toEqual(hasPairs ? labels : [0, 0, 0, 0, 0]);
    gan.dispose();
  });
});

test('names the most probable class, and refuses a discriminator that names none', async () => {
  const gan = await drawnGan('acgan', 3);
  const named = await discriminatedClasses(gan, data);
  const { values } = await dayActivations(gan, data, 'classes');
  for (const [n, label] of named.entries()) {
    const own = [...values.subarray(3 * n, 3 * n + 3)];
    expect(own.every((value) => value <= own[label])).toBe(true);
  }
  gan.dispose();
  const plain = await drawnGan('cgan', 2);
  await expect(discriminatedClasses(plain, data)).rejects.toThrow('got one of cgan');
  plain.dispose();
});

test('refuses layers and days that there are not, and stops', async () => {
  const gan = await drawnGan('acgan', 2);
  const unknown = dayActivations(gan, data, 'd_conv9');
  await expect(unknown).rejects.toThrow(ConfigError);
  await expect(unknown).rejects.toThrow('d_conv4, flat, logits, classes, got "d_conv9"');
  const wrong = dayActivations(gan, { ...data, labels: [0, 1, 2, 0, 0] }, 'd_conv1');
  await expect(wrong).rejects.toThrow(DataError);
  const stopped = dayActivations(gan, data, 'd_conv1', { signal: AbortSignal.abort() });
  await expect(stopped).rejects.toThrow(StoppedError);
  gan.dispose();
});
