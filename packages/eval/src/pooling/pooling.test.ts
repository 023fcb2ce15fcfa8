/** Poolings: one test for all entries of the table, and numbers by hand, NumPy and scikit-learn. */
import { createRandom } from '@anodec/core';
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { poolingStage } from '../stages/pool.js';
import { poolings } from './registry.js';
import { shrunkCovariance } from './shrunk-covariance.js';

const golden = JSON.parse(
  readFileSync(new URL('../../../../test/fixtures/mahalanobis.json', import.meta.url), 'utf8'),
) as {
  channels: number;
  train: number[];
  test: number[];
  shrinkage: number;
  covariance: number[];
  squaredDistances: number[];
  withoutChannel: { channel: number; squaredDistances: number[] };
};

/** Channel scores of 400 rows and 4 channels, noise around 0. */
function normalScores(): Float32Array {
  const random = createRandom(5);
  return Float32Array.from({ length: 1600 }, () => random.normal());
}

function poolRows(kind: string, rows: number[][], normal = [normalScores()]): number[] {
  const C = rows[0].length;
  const state: unknown = JSON.parse(JSON.stringify(poolings.get(kind).fit({ kind }, normal, C)));
  return [...poolingStage({ kind }, state, C).apply(Float32Array.from(rows.flat()))];
}

describe.each(poolings.kinds())('pooling %s', (kind) => {
  test('gives a higher score to a row with a large channel score', () => {
    const [usual, high] = poolRows(kind, [
      [0.5, -0.5, 0.2, 0.1],
      [0.5, -0.5, 9, 0.1],
    ]);
    expect(high).toBeGreaterThan(usual);
  });

  test('pools the channels that have a score, and gives none without any', () => {
    const [some, none] = poolRows(kind, [
      [NaN, 3, NaN, NaN],
      [NaN, NaN, NaN, NaN],
    ]);
    expect(some).toBeGreaterThan(0);
    expect(some).toBeLessThan(4);
    expect(none).toBeNaN();
  });
});

test.each([
  ['mean', 2],
  ['max', 4],
  ['topk', 3.5],
  ['euclidean', Math.sqrt(26 / 4)],
])('pools by hand: %s', (kind, expected) => {
  const settings = kind === 'topk' ? { kind, k: 2 } : { kind };
  const pool = poolings.get(kind).pool(settings, null);
  expect(pool(Float32Array.of(3, 0, 4, 1), Int32Array.of(0, 1, 2, 3))).toBeCloseTo(expected, 12);
});

test('combines tail probabilities as combine_pvalues of SciPy', () => {
  const cases = JSON.parse(
    readFileSync(new URL('../../../../test/fixtures/thresholds.json', import.meta.url), 'utf8'),
  ) as { fisher: { p: number[]; combined: number }[] };
  const pool = poolings.get('fisher').pool({ kind: 'fisher' }, null);
  for (const { p, combined } of cases.fisher) {
    const surprises = Float32Array.from(p, (one) => -Math.log(one));
    const pooled = pool(surprises, Int32Array.from(p.keys()));
    expect(pooled / -Math.log(combined)).toBeCloseTo(1, 6); // single precision
  }
});

/** The rows of the fixture as (n, C). */
function split(values: number[]): Float32Array[] {
  const C = golden.channels;
  return Array.from({ length: values.length / C }, (_, t) =>
    Float32Array.from(values.slice(t * C, (t + 1) * C)),
  );
}

test('shrinks the covariance as LedoitWolf of scikit-learn', () => {
  const { covariance, shrinkage } = shrunkCovariance(split(golden.train), golden.channels);
  expect(shrinkage).toBeCloseTo(golden.shrinkage, 10);
  for (const [i, value] of golden.covariance.entries())
    expect(covariance[i]).toBeCloseTo(value, 10);
});

test('takes the Mahalanobis distance of scikit-learn, divided by the channels', () => {
  const C = golden.channels;
  const normal = [Float32Array.from(golden.train)];
  const scores = poolRows(
    'mahalanobis',
    split(golden.test).map((row) => [...row]),
    normal,
  );
  for (const [t, squared] of golden.squaredDistances.entries()) {
    expect(scores[t]).toBeCloseTo(Math.sqrt(squared / C), 5); // single precision
  }
});

test('measures a row with a missing channel by the others, as their part of the covariance says', () => {
  const { channel, squaredDistances } = golden.withoutChannel;
  const rows = split(golden.test).map((row) => [...row].fill(NaN, channel, channel + 1));
  const scores = poolRows('mahalanobis', rows, [Float32Array.from(golden.train)]);
  for (const [t, squared] of squaredDistances.entries()) {
    expect(scores[t]).toBeCloseTo(Math.sqrt(squared / (golden.channels - 1)), 5);
  }
});

test('measures every row by its own channels when rows lack different ones', () => {
  const normal = [Float32Array.from(golden.train)];
  const [row] = split(golden.test);
  const without = (c: number): number[] => [...row].fill(NaN, c, c + 1);
  const alone = [0, 1, 2].map((c) => poolRows('mahalanobis', [without(c)], normal)[0]);
  expect(poolRows('mahalanobis', [0, 1, 2].map(without), normal)).toEqual(alone);
  expect(new Set(alone).size).toBe(3);
});

test('fits the Mahalanobis distance to complete rows only', () => {
  const train = Float32Array.from(golden.train);
  const gaps = Float32Array.of(...train, ...train.map((value, i) => (i % 2 === 0 ? NaN : value)));
  const fit = (normal: Float32Array): unknown =>
    poolings.get('mahalanobis').fit({ kind: 'mahalanobis' }, [normal], golden.channels);
  expect(golden.channels % 2).toBe(1); // so that every row of the second half has a gap
  expect(fit(gaps)).toEqual(fit(train));
});

test.each([
  ['too few rows', Float32Array.of(1, 2, NaN, 4), 'needs 2 normal rows with a score for every'],
  ['rows that are all the same', Float32Array.of(1, 2, 1, 2), 'got a singular covariance'],
])('refuses to fit the Mahalanobis distance to %s', (_, normal, message) => {
  const fit = () => poolings.get('mahalanobis').fit({ kind: 'mahalanobis' }, [normal], 2);
  expect(fit).toThrow(message);
});
