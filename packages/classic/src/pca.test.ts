/** Tests of PCA against scikit-learn and by hand. */
import { readFileSync } from 'node:fs';
import { createFrame, StoppedError } from '@anodec/core';
import { expect, test } from 'vitest';
import { pca } from './pca.js';
import { symmetricEigen } from './symmetric-eigen.js';

interface Golden {
  channels: number;
  train: number[];
  test: number[];
  components: number;
  variances: number[];
  scores: number[];
}

const fixture = new URL('../../../test/fixtures/pca.json', import.meta.url);
const golden = JSON.parse(readFileSync(fixture, 'utf8')) as Golden;
const channels = Array.from({ length: golden.channels }, (_, c) => `c${c}`);
const train = createFrame({ values: Float32Array.from(golden.train), channels });
const probe = createFrame({ values: Float32Array.from(golden.test), channels });

test('keeps as many components as scikit-learn and leaves the same residuals', async () => {
  const fitted = await pca.create({}).fit([train]);
  expect(fitted.state().arrays.components.shape).toEqual([golden.components, golden.channels]);
  const scores = await fitted.score(probe);
  golden.scores.forEach((score, i) => expect(scores.channels?.[i]).toBeCloseTo(score, 4));
});

test('scores by absolute residuals where asked to: the roots of the squared ones', async () => {
  const [squared, absolute] = await Promise.all(
    [{}, { scoreError: 'absolute' }].map(async (settings) => {
      const fitted = await pca.create(settings).fit([train]);
      return (await pca.restore(fitted.state()).score(probe)).channels ?? new Float32Array(0);
    }),
  );
  absolute.forEach((error, i) => expect(error ** 2).toBeCloseTo(squared[i], 5));
});

test('keeps every component and no residual when all variance is to be explained', async () => {
  const fitted = await pca.create({ explainedVariance: 1 }).fit([train]);
  const { rows } = await fitted.score(probe);
  expect(Math.max(...rows)).toBeLessThan(1e-8);
});

test('learns from the pairs of readings that are there, as pandas’ cov does', async () => {
  // by hand: b is missing once; a over 4 rows, b over 3, both together over 3
  const values = Float32Array.of(0, 0, 2, 2, 4, NaN, 6, 10);
  const holes = createFrame({ values, channels: ['a', 'b'] });
  const { arrays } = (await pca.create({}).fit([holes])).state();
  expect([...arrays.means.data]).toEqual([3, 4]);
  // sums of products: aa 20 over 4 rows, bb 16 + 4 + 36 over 3, ab 12 + 2 + 18 over 3
  const { vectors } = await symmetricEigen(Float64Array.of(20 / 3, 16, 16, 28), 2);
  const [kept] = [arrays.components.data];
  expect(Math.abs(kept[0])).toBeCloseTo(Math.abs(vectors[0]), 6);
  expect(Math.abs(kept[1])).toBeCloseTo(Math.abs(vectors[1]), 6);
});

test('names the channels that never have a reading in the same row', async () => {
  const values = Float32Array.of(0, NaN, NaN, 2, 4, NaN, NaN, 10);
  const apart = createFrame({ values, channels: ['a', 'b'] });
  await expect(pca.create({}).fit([apart])).rejects.toThrow(
    'at least 2 rows with readings of a and b together, got 0',
  );
});

test('reports progress of fitting and scoring, and stops on an abort', async () => {
  const calls: (string | number)[] = [];
  const progress = {
    begin: (label: string, total: number, unit: string) => void calls.push(label, total, unit),
    update: () => {},
    end: () => void calls.push('end'),
  };
  const fitted = await pca.create({}).fit([train], { progress });
  expect(calls).toEqual([
    'Covariance',
    60,
    'rows',
    'end',
    'Principal components',
    1,
    'decomposition',
    'end',
  ]);
  calls.length = 0;
  await fitted.score(probe, { progress });
  expect(calls).toEqual(['Scoring', 12, 'rows', 'end']);
  const signal = AbortSignal.abort();
  await expect(pca.create({}).fit([train], { signal })).rejects.toThrow(StoppedError);
  await expect(fitted.score(probe, { signal })).rejects.toThrow(StoppedError);
});

test('works without TensorFlow.js', async () => {
  const fitted = await pca.create({}).fit([train]);
  await pca.restore(fitted.state()).score(probe);
  expect('_tfengine' in globalThis).toBe(false);
});

test('finds the eigenvalues that scikit-learn finds in the covariance', async () => {
  const C = golden.channels;
  const T = golden.train.length / C;
  const centred = channels.map((_, c) => {
    const column = Array.from({ length: T }, (__, t) => golden.train[t * C + c]);
    const mean = column.reduce((sum, value) => sum + value, 0) / T;
    return column.map((value) => value - mean);
  });
  const covariance = Float64Array.from({ length: C * C }, (_, i) => {
    const [a, b] = [centred[Math.floor(i / C)], centred[i % C]];
    return a.reduce((sum, value, t) => sum + value * b[t], 0) / (T - 1);
  });
  const { values } = await symmetricEigen(covariance, C);
  golden.variances.forEach((variance, i) => expect(values[i]).toBeCloseTo(variance, 7));
});
