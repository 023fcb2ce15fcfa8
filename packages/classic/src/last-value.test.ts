/** Tests of the last value as a forecast. */
import { createFrame } from '@anodec/core';
import { expect, test } from 'vitest';
import { lastValue } from './last-value.js';

const channels = ['a', 'b'];

test('scores the squared step from the row before, and its mean over the channels', async () => {
  const train = createFrame({
    values: Float32Array.of(0, 10, 4, 30),
    channels,
  }); // means 2 and 20
  const fitted = await lastValue.create({}).fit([train]);
  const probe = createFrame({
    values: Float32Array.of(1, 5, 4, NaN, 4, 18),
    channels,
  });
  const { rows, channels: scores } = await fitted.score(probe);
  // 4 − 1, none; 4 − 4, 18 − the mean of 20
  expect([...(scores ?? [])]).toEqual([NaN, NaN, 9, NaN, 0, 4]);
  expect([...rows]).toEqual([NaN, 9, 2]);
});

test('has no score for the first row after a gap', async () => {
  const timestamps = Float64Array.of(0, 1000, 2000, 9000, 10_000);
  const values = Float32Array.of(0, 1, 3, 9, 10);
  const frame = createFrame({
    values,
    channels: ['a'],
    timestamps,
    clock: 'elapsed',
  });
  const fitted = await lastValue.create({}).fit([frame]);
  expect([...(await fitted.score(frame)).rows]).toEqual([NaN, 1, 4, NaN, 1]);
});
