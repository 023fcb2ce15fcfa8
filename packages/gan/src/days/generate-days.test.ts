/** Generated days: what their numbers come from, for every variant. */
import { ConfigError, createRandom, StoppedError } from '@anodec/core';
import { tf, useBackend } from '@anodec/kernels';
import { beforeAll, describe, expect, test } from 'vitest';
import { drawnGan, LATENT, SCALE, WIDTH } from '../testing/drawn-gan.js';
import { variantNames } from '../variants.js';
import { generateDays } from './generate-days.js';

beforeAll(async () => {
  await useBackend('simd', { threads: 1 });
});

describe.each(variantNames)('%s', (variant) => {
  test('makes each day from random numbers of its own, in the unit of the device', async () => {
    const gan = await drawnGan(variant, 3);
    const { days, labels, numbers } = await generateDays(gan, 2, 7);
    expect([...labels]).toEqual([0, 0, 1, 1, 2, 2]);
    expect([...numbers]).toEqual([0, 1, 0, 1, 0, 1]);
    // the second day of the class 2 by hand
    const random = createRandom(7).stream('day 1 of class 2');
    const latent = Array.from({ length: LATENT }, () => random.normal());
    const label = tf.tensor1d([gan.labelOf(2)], 'int32');
    const alone = await gan
      .networksOf(2)
      .generate(tf.tensor2d([latent]), label)
      .data();
    const range = SCALE.maximum - SCALE.minimum;
    for (const [i, value] of alone.entries()) {
      // single precision, and products of another number of rows
      expect(days[5 * WIDTH + i]).toBeCloseTo(value * range + SCALE.minimum, 3);
    }
    expect((await generateDays(gan, 2, 7)).days).toEqual(days);
    expect((await generateDays(gan, 2, 8)).days).not.toEqual(days);
    gan.dispose();
  });
});

test('the first days stay the same when more are made, over several batches', async () => {
  const gan = await drawnGan('acgan', 2);
  const few = await generateDays(gan, 3, 1);
  const many = await generateDays(gan, 70, 1);
  expect(many.labels.filter((label) => label === 1)).toHaveLength(70);
  for (let i = 0; i < 3 * WIDTH; i++) {
    expect(many.days[i]).toBeCloseTo(few.days[i], 3);
    expect(many.days[70 * WIDTH + i]).toBeCloseTo(few.days[3 * WIDTH + i], 3);
  }
  await expect(generateDays(gan, 0, 1)).rejects.toThrow(ConfigError);
  const stopped = generateDays(gan, 3, 1, { signal: AbortSignal.abort() });
  await expect(stopped).rejects.toThrow(StoppedError);
  gan.dispose();
});
