/** Tests of both routes to principal components against NumPy, pandas' rule by brute force, and each other. */
import { readFileSync } from 'node:fs';
import {
  createFrame,
  createRandom,
  sliceFrame,
  StoppedError,
  type TimeSeriesFrame,
} from '@anodec/core';
import { expect, test } from 'vitest';
import { channelMeans } from './channel-means.js';
import { covariance } from './covariance.js';
import { pca } from './pca.js';
import { byCovariance, byGramMatrix, principalComponents } from './principal-components.js';

interface Golden {
  rows: number;
  channels: number;
  train: number[];
  test: number[];
  components: number;
  variances: number[];
  scores: number[];
}

const fixture = new URL('../../../test/fixtures/pca-wide.json', import.meta.url);
const golden = JSON.parse(readFileSync(fixture, 'utf8')) as Golden;
const channels = Array.from({ length: golden.channels }, (_, c) => `c${c}`);
const train = createFrame({ values: Float32Array.from(golden.train), channels });
const probe = createFrame({ values: Float32Array.from(golden.test), channels });

test.each([
  ['the Gram matrix', byGramMatrix],
  ['the covariance', byCovariance],
])('finds NumPy’s variances by %s', async (_, route) => {
  const { variances, total } = await route([train], channelMeans([train]), 0.9);
  expect(variances).toHaveLength(golden.components);
  variances.forEach((value, k) => expect(value / golden.variances[k]).toBeCloseTo(1, 6));
  expect(total / golden.variances.reduce((sum, value) => sum + value, 0)).toBeCloseTo(1, 6);
});

test('leaves NumPy’s residuals where there are fewer rows than channels', async () => {
  const fitted = await pca.create({}).fit([train]);
  expect(fitted.state().arrays.components.shape).toEqual([golden.components, golden.channels]);
  const { channels: scores } = await fitted.score(probe);
  golden.scores.forEach((score, i) => expect(scores?.[i]).toBeCloseTo(score, 4));
});

test('spans the same space by both routes, over several recordings too', async () => {
  const halves = [
    sliceFrame(train, { start: 0, end: 11 }),
    sliceFrame(train, { start: 11, end: golden.rows }),
  ];
  const C = golden.channels;
  const means = channelMeans(halves);
  const a = await byGramMatrix(halves, means, 0.8);
  const b = await byCovariance(halves, means, 0.8);
  expect(a.components).toHaveLength(b.components.length);
  for (let k = 0; k < a.components.length; k += C) {
    let along = 0;
    for (let c = 0; c < C; c++) along += a.components[k + c] * b.components[k + c];
    expect(Math.abs(along)).toBeCloseTo(1, 9);
  }
});

test('finds no more components than rows less one, all variance asked for', async () => {
  const { variances } = await byGramMatrix([train], channelMeans([train]), 1);
  expect(variances.length).toBeLessThanOrEqual(golden.rows - 1);
  expect(variances.length).toBeGreaterThan(golden.rows - 4);
});

test('takes the covariance where readings are missing', async () => {
  const values = train.values.map((value, i) => (i % 37 === 0 ? NaN : value));
  const holes = createFrame({ values, channels });
  const labels: string[] = [];
  const progress = { begin: (label: string) => void labels.push(label), update() {}, end() {} };
  await principalComponents([holes], channelMeans([holes]), 0.9, { progress });
  await principalComponents([train], channelMeans([train]), 0.9, { progress });
  expect(labels).toEqual([
    'Covariance',
    'Principal components',
    'Gram matrix',
    'Principal components',
  ]);
});

test.each([
  [5, 3],
  [200, 7],
  [130, 70],
])('has the covariance of every pair of readings, %i rows of %i channels', async (T, C) => {
  const frame = noise(T, C, 0.1);
  const means = channelMeans([frame]);
  const matrix = await covariance([frame], means);
  for (let i = 0; i < C; i++) {
    for (let j = 0; j < C; j++) {
      const products: number[] = [];
      for (let t = 0; t < T; t++) {
        const product = (frame.values[t * C + i] - means[i]) * (frame.values[t * C + j] - means[j]);
        if (!Number.isNaN(product)) products.push(product);
      }
      const expected = products.reduce((sum, value) => sum + value, 0) / (products.length - 1);
      expect(matrix[i * C + j]).toBeCloseTo(expected, 12);
    }
  }
});

test('stops within two seconds of an abort, whatever the size', async () => {
  const frame = noise(1500, 900, 0);
  const stop = new AbortController();
  setTimeout(() => stop.abort(), 300);
  const start = performance.now();
  const fit = pca.create({}).fit([frame], { signal: stop.signal });
  await expect(fit).rejects.toThrow(StoppedError);
  expect(performance.now() - start).toBeLessThan(2300);
});

function noise(T: number, C: number, missing: number): TimeSeriesFrame {
  const random = createRandom(T);
  const values = Float32Array.from({ length: T * C }, () =>
    random.uniform() < missing ? NaN : random.normal(),
  );
  return createFrame({ values, channels: Array.from({ length: C }, (_, c) => `c${c}`) });
}
