/** Tests of densities and distances to centres against scikit-learn, and PyOD's formulas in NumPy. */
import { readFileSync } from 'node:fs';
import { createFrame, DataError, type DetectorEntry } from '@anodec/core';
import { expect, test } from 'vitest';
import { chiSquareQuantile } from './chi-square.js';
import { gaussianMixture } from './gaussian-mixture.js';
import { histograms } from './histograms.js';
import { kernelDensity } from './kernel-density.js';
import { kMeans } from './k-means.js';
import { robustCovariance } from './robust-covariance.js';
import { copod, ecod } from './tails.js';

interface Golden {
  train: number[];
  test: number[];
  clean: number[];
  single: number[];
  robustCovariance: number[];
  mixture: Record<'single' | 'full' | 'diag', { scores: number[] }> & { bics: number[] };
  kMeans: { inertia: number; scores: number[] };
  hbos: { scores: (number | null)[]; fullest: number[] };
  ecod: number[];
  copod: number[];
  kde: Record<'wide' | 'narrow', number[]>;
}

const fixture = new URL('../../../../test/fixtures/detectors.json', import.meta.url);
const golden = JSON.parse(readFileSync(fixture, 'utf8')) as Golden;
const channels = ['a', 'b', 'c', 'd'];
const frameOf = (values: number[]) => createFrame({ values: Float32Array.from(values), channels });
const train = frameOf(golden.train);
const clean = frameOf(golden.clean);
const probe = frameOf(golden.test);

async function scoresOf(entry: DetectorEntry, options: Record<string, unknown>, from = train) {
  return (await entry.create(options).fit([from])).score(probe);
}

/** The largest difference from the expected scores, in units of the score where that is above 1. */
function difference(scores: Float32Array | undefined, expected: readonly number[]): number {
  if (scores?.length !== expected.length) return Infinity;
  return expected.reduce((largest, score, i) => {
    const apart = Math.abs(scores[i] - score) / Math.max(1, Math.abs(score));
    return apart <= largest ? largest : apart; // a NaN is kept
  }, 0);
}

test('has the squared distances of scikit-learn’s MinCovDet', async () => {
  const { rows } = await scoresOf(robustCovariance, {}, frameOf(golden.single));
  expect(difference(rows, golden.robustCovariance)).toBeLessThan(1e-6);
});

test('has the chi-square quantiles of the tables', () => {
  expect(chiSquareQuantile(0.975, 4)).toBeCloseTo(11.143286781877796, 9);
  expect(chiSquareQuantile(0.5, 51)).toBeCloseTo(50.334904848322715, 9);
});

test.each([
  ['single', 'full', 1],
  ['full', 'full', 3],
  ['diag', 'diagonal', 3],
] as const)('has the densities of scikit-learn’s mixture, %s', async (name, covariance, K) => {
  const options = { components: K, covariance, minGain: 1e-9, maxIterations: 2000 };
  const fitted = await gaussianMixture.create(options).fit([clean]);
  const weights = fitted.state().arrays.logWeights.data.map(Math.exp);
  // above the logarithm of what the density is where all centres are one point
  const highest = Math.log(weights.reduce((a, b) => a + b));
  const expected = golden.mixture[name].scores.map((score) => score + highest);
  expect(difference((await fitted.score(probe)).rows, expected)).toBeLessThan(1e-6);
});

test('takes the number of components with the lowest BIC', async () => {
  const fitted = await gaussianMixture.create({ maxComponents: 5 }).fit([clean]);
  const K = golden.mixture.bics.indexOf(Math.min(...golden.mixture.bics)) + 1;
  expect(fitted.state().arrays.centres.shape[0]).toBe(K);
});

test('has the squared distances from the centres of scikit-learn’s KMeans', async () => {
  const { channels: scores } = await scoresOf(kMeans, { k: 3 }, clean);
  expect(difference(scores, golden.kMeans.scores)).toBeLessThan(1e-6);
  const fitted = await kMeans.create({ k: 3 }).fit([clean]);
  const own = (await fitted.score(clean)).channels ?? new Float32Array(0);
  expect(own.reduce((sum, x) => sum + x, 0) / golden.kMeans.inertia).toBeCloseTo(1, 6);
});

test('has the histogram scores of PyOD’s formula above that of the fullest bin', async () => {
  const { channels: scores } = await scoresOf(histograms, {});
  expect(golden.hbos.scores.filter((score) => score === null).length).toBeLessThan(10);
  golden.hbos.scores.forEach((score, i) => {
    // farther out than the tolerance the density is 0 and the score that of alpha alone
    const expected = (score ?? -Math.log2(0.1)) - golden.hbos.fullest[i % 4];
    expect(scores?.[i]).toBeCloseTo(expected, 5);
  });
});

test('has the tail scores of PyOD’s formulas for one row more', async () => {
  expect(difference((await scoresOf(ecod, {})).channels, golden.ecod)).toBeLessThan(1e-6);
  expect(difference((await scoresOf(copod, {})).channels, golden.copod)).toBeLessThan(1e-6);
});

test('has the densities of scikit-learn’s KernelDensity, and of a direct sum far out', async () => {
  for (const [bandwidth, scores] of [
    [3, golden.kde.wide] as const,
    [0.7, golden.kde.narrow] as const,
  ]) {
    // without the normaliser of the bell curves, so that 0 is the score of a row where all training rows are
    const normaliser = 4 * Math.log(bandwidth * Math.sqrt(2 * Math.PI));
    const expected = scores.map((score) => score - normaliser);
    expect(difference((await scoresOf(kernelDensity, { bandwidth })).rows, expected)).toBeLessThan(
      1e-6,
    );
  }
});

const few = createFrame({ values: Float32Array.of(1, 2, 3, 4), channels: ['a', 'b'] });
const constant = createFrame({ values: new Float32Array(40).fill(3), channels: ['a', 'b'] });

test('says how many rows are needed where there are too few', async () => {
  await expect(kMeans.create({ k: 3 }).fit([few])).rejects.toThrow(
    'k-means must have at least `k` = 3 rows to learn from, got 2. Set `k` to 2 or less',
  );
  await expect(gaussianMixture.create({ components: 2 }).fit([few])).rejects.toThrow(
    'Set components to 1 or less',
  );
  await expect(robustCovariance.create({}).fit([few])).rejects.toThrow(
    'must have more rows than numbers in a row, 2, got 2',
  );
});

test('refuses rows without any difference where a spread is needed', async () => {
  for (const entry of [robustCovariance, kernelDensity]) {
    await expect(entry.create({}).fit([constant])).rejects.toThrow(DataError);
    await expect(entry.create({}).fit([constant])).rejects.toThrow(
      'must differ in at least one channel',
    );
  }
});
