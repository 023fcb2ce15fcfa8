/** The encoder of f-AnoGAN: its score worked out by loops, its training, its files. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ConfigError, createRandom, DataError, ShapeError, StoppedError } from '@anodec/core';
import { tf, useBackend } from '@anodec/kernels';
import { beforeAll, expect, test } from 'vitest';
import { GanConfig } from '../config.js';
import { assembleGan, sizesOf } from '../gan.js';
import { buildGan, drawGan } from '../gan-networks.js';
import type { VariantName } from '../variants.js';
import { EncoderConfig } from './config.js';
import { readDayEncoder, trainDayEncoder } from './day-encoder.js';
import { encoderLoss } from './encoder-loss.js';

const [WIDTH, LATENT, N] = [16, 5, 8];
const settings = EncoderConfig.parse({
  capacity: 1 / 8,
  iterations: 60,
  batchSize: 8,
  learningRate: 0.01,
  reportEvery: 10,
});

beforeAll(async () => {
  await useBackend('simd', { threads: 1 });
});

test('the score is the mean squared difference of values, and κ times that of the feature', async () => {
  const gan = await ganOf('acgan', 2);
  const networks = gan.networksOf(0);
  const codes = tf.tensor2d(
    Float32Array.from({ length: 2 * LATENT }, (_, i) => Math.sin(i)),
    [2, LATENT],
  );
  const days = tf.tensor2d(
    Float32Array.from({ length: 2 * WIDTH }, (_, i) => (i % 7) / 7),
    [2, WIDTH],
  );
  const labels = tf.tensor1d([0, 1], 'int32');
  const scores = encoderLoss(networks, codes, days, labels, { kappa: 3, feature: 'd_conv3' });
  const made = networks.generate(codes, labels);
  const [real, generated] = [days, made].map(
    (each) => networks.discriminate(each, labels).features.d_conv3,
  );
  const meanSquare = (a: tf.Tensor, b: tf.Tensor, row: number) => {
    const [x, y] = [a.dataSync(), b.dataSync()];
    const size = x.length / 2;
    let sum = 0;
    for (let i = row * size; i < (row + 1) * size; i++) sum += (x[i] - y[i]) ** 2;
    return sum / size;
  };
  for (const row of [0, 1]) {
    const expected = meanSquare(days, made, row) + 3 * meanSquare(real, generated, row);
    expect(scores.dataSync()[row]).toBeCloseTo(expected, 5);
  }
  gan.dispose();
});

test('comes closer to days while it learns, and scores days unlike them higher', async () => {
  const gan = await ganOf('acgan', 2);
  const data = daysOf(gan);
  const losses: number[] = [];
  const onReport = ({ losses: own }: { losses: Readonly<Record<string, number>> }) =>
    losses.push(own.loss);
  const before = tf.memory().numTensors;
  const encoder = await trainDayEncoder(gan, data, settings, { onReport });
  expect(losses).toHaveLength(6);
  expect(losses[5]).toBeLessThan(0.8 * losses[0]);
  const own = await encoder.score(data.days, data.labels);
  const inverted = data.days.map((value) => 30 - value);
  const others = await encoder.score(inverted, data.labels);
  expect(Math.max(...own)).toBeLessThan(Math.min(...others));
  const alone = await encoder.score(data.days.subarray(WIDTH, 2 * WIDTH), [data.labels[1]]);
  expect(alone[0]).toBeCloseTo(own[1], 6);
  expect(tf.memory().numTensors).toBe(before);
  const folder = mkdtempSync(join(tmpdir(), 'encoder-'));
  await encoder.write(folder);
  expect(await (await readDayEncoder(gan, folder)).score(data.days, data.labels)).toEqual(own);
  rmSync(folder, { recursive: true });
  gan.dispose();
});

test('says what it cannot encode, and stops', async () => {
  const plain = await ganOf('gan', 2);
  const gan = await ganOf('acgan', 2);
  const data = daysOf(gan);
  await expect(trainDayEncoder(plain, data, settings)).rejects.toThrow(ConfigError);
  await expect(
    trainDayEncoder(gan, { ...data, width: 8, days: data.days.subarray(64) }, settings),
  ).rejects.toThrow('must have 16 values');
  const other = EncoderConfig.parse({ ...settings, feature: 'conv9' });
  await expect(trainDayEncoder(gan, data, other)).rejects.toThrow('got "conv9"');
  const controller = new AbortController();
  controller.abort();
  const stopped = trainDayEncoder(gan, data, settings, { signal: controller.signal });
  await expect(stopped).rejects.toThrow(StoppedError);
  const encoder = await trainDayEncoder(
    gan,
    data,
    EncoderConfig.parse({ ...settings, iterations: 1 }),
  );
  await expect(encoder.score(data.days, [0])).rejects.toThrow(ShapeError);
  await expect(
    encoder.score(
      data.days,
      data.labels.map(() => 2),
    ),
  ).rejects.toThrow(DataError);
  plain.dispose();
  gan.dispose();
});

async function ganOf(variant: VariantName, classes: number) {
  const small = GanConfig.parse({ variant, latentSize: LATENT, capacity: 1 / 16 });
  const own = variant === 'gan' ? 1 : classes;
  const built = buildGan(variant, sizesOf(small, WIDTH, own));
  const pairs = Array.from({ length: classes / own }, (_, pair) => drawGan(built, pair));
  const description = {
    classes,
    width: WIDTH,
    minimum: 5,
    maximum: 25,
    days: [],
    dataHash: '',
    settings: small,
  };
  return assembleGan(description, pairs);
}

/** Days of two classes around 10, in the unit of the device. */
function daysOf({ width }: { readonly width: number }) {
  const random = createRandom(3);
  return {
    width,
    labels: Int32Array.from({ length: N }, (_, n) => n % 2),
    days: Float32Array.from({ length: N * width }, () => 5 + random.uniform()),
  };
}
