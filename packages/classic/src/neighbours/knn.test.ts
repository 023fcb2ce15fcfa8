/** Tests of the nearest neighbours against scikit-learn and by hand. */
import { readFileSync } from 'node:fs';
import { createFrame, StoppedError, sliceFrame } from '@anodec/core';
import { expect, test } from 'vitest';
import { knn } from './knn.js';

interface Nearest {
  channels: number[];
  rows: number[];
}

interface Golden {
  channels: number;
  train: number[];
  test: number[];
  nearest: Record<string, Nearest>;
  everyThird: Nearest;
}

const fixture = new URL('../../../../test/fixtures/knn.json', import.meta.url);
const golden = JSON.parse(readFileSync(fixture, 'utf8')) as Golden;
const channels = Array.from({ length: golden.channels }, (_, c) => `c${c}`);
const train = createFrame({
  values: Float32Array.from(golden.train),
  channels,
});
const probe = createFrame({ values: Float32Array.from(golden.test), channels });

test.each(Object.entries(golden.nearest))(
  'finds the %s nearest rows of scikit-learn',
  async (k, found) => {
    const fitted = await knn.create({ k: Number(k) }).fit([train]);
    const scores = await fitted.score(probe);
    found.rows.forEach((score, t) => expect(scores.rows[t]).toBeCloseTo(score, 5));
    found.channels.forEach((score, i) => expect(scores.channels?.[i]).toBeCloseTo(score, 5));
  },
);

test('keeps rows at even distances, over several recordings, too', async () => {
  const halves = [
    sliceFrame(train, { start: 0, end: 40 }),
    sliceFrame(train, { start: 40, end: 90 }),
  ];
  const fitted = await knn.create({ maxRows: 30 }).fit(halves);
  expect(fitted.state().arrays.rows.shape).toEqual([30, golden.channels]);
  const { rows } = await fitted.score(probe);
  golden.everyThird.rows.forEach((score, t) => expect(rows[t]).toBeCloseTo(score, 5));
});

test('averages over all rows where there are fewer than k', async () => {
  const two = createFrame({ values: Float32Array.of(0, 2), channels: ['a'] });
  const fitted = await knn.create({ k: 5 }).fit([two]);
  const { rows } = await fitted.score(createFrame({ values: Float32Array.of(3), channels: ['a'] }));
  expect([...rows]).toEqual([(9 + 1) / 2]);
});

test('measures over the readings that are there, and takes the mean for a missing one of training', async () => {
  const values = Float32Array.of(0, 0, 4, NaN, 8, 6); // means 4 and 3
  const fitted = await knn.create({}).fit([createFrame({ values, channels: ['a', 'b'] })]);
  const holes = createFrame({
    values: Float32Array.of(7, NaN, 5, 3),
    channels: ['a', 'b'],
  });
  const scores = await fitted.score(holes);
  expect([...(scores.channels ?? [])]).toEqual([1, NaN, 1, 0]);
  expect([...scores.rows]).toEqual([1, 0.5]);
});

test('stops on an abort', async () => {
  const fitted = await knn.create({}).fit([train]);
  const { signal } = { signal: AbortSignal.abort() };
  await expect(fitted.score(probe, { signal })).rejects.toThrow(StoppedError);
});
