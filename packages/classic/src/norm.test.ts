/** Tests of the norm. */
import { createFrame } from '@anodec/core';
import { expect, test } from 'vitest';
import { norm } from './norm.js';

test('scores the squared deviation from the training mean, and its mean over the channels', async () => {
  const values = Float32Array.of(0, 10, 2, NaN, 4, 30);
  const train = createFrame({ values, channels: ['a', 'b'] }); // means 2 and 20
  const fitted = await norm.create({}).fit([train]);
  const probe = createFrame({ values: Float32Array.of(5, 16, 2, NaN), channels: ['a', 'b'] });
  const { rows, channels } = await fitted.score(probe);
  expect([...(channels ?? [])]).toEqual([9, 16, 0, NaN]);
  expect([...rows]).toEqual([12.5, 0]);
});

test('refuses a channel without readings', async () => {
  const empty = createFrame({ values: Float32Array.of(1, NaN, 2, NaN), channels: ['a', 'b'] });
  await expect(norm.create({}).fit([empty])).rejects.toThrow(
    'b must have readings to learn from, got none. Exclude the channel.',
  );
});
