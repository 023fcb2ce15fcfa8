/** Significance tests against SciPy, statsmodels, and cases that can be counted by hand. */
import { createRandom, DataError } from '@anodec/core';
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { chiSquareTail, friedmanTest, fTail } from './friedman.js';
import { holmCorrection } from './holm.js';
import { criticalDifference, indistinctGroups, nemenyiTest } from './nemenyi.js';
import { pairedBlockBootstrap } from './paired-bootstrap.js';
import { pairedPermutation } from './paired-permutation.js';
import { studentisedRangeQuantile, studentisedRangeTail } from './studentised-range.js';
import { smallestSignedRankP, wilcoxonSignedRank } from './wilcoxon.js';

interface Golden {
  signedRank: { differences: number[]; p: number }[];
  friedman: {
    values: number[][];
    meanRanks: number[];
    statistic: number;
    p: number;
    permutationP: number;
    F: number;
    Fp: number;
    nemenyi: number[];
    criticalDifference: number;
  }[];
  studentisedRange: { k: number; alpha: number; q: number }[];
  chiSquare: [number, number, number][];
  f: [number, number, number, number][];
  holm: { p: number[]; adjusted: number[] };
  permutation: { differences: number[]; p: number };
  bootstrap: { values: number[]; low: number; high: number; standardError: number };
}
const path = new URL('../../../../test/fixtures/significance.json', import.meta.url);
const golden = JSON.parse(readFileSync(path, 'utf8')) as Golden;

test('the signed-rank test gives the p-values of SciPy, exact ones with ties and zeros too', () => {
  for (const { differences, p } of golden.signedRank) {
    expect(wilcoxonSignedRank(differences).p).toBeCloseTo(p, 12);
  }
  expect(golden.signedRank.map((one) => wilcoxonSignedRank(one.differences).method)).toEqual([
    ...Array.from({ length: 4 }, () => 'exact'),
    ...Array.from({ length: 2 }, () => 'normal'),
  ]);
});

test('the signed-rank test counts signs by hand', () => {
  // ranks 1, 2, 3 with −2: signs with a negative sum of at most 2: {}, {1}, {2}; 2 · 3 of 8
  expect(wilcoxonSignedRank([1, -2, 3, 0])).toEqual({
    pairs: 3,
    zeros: 1,
    positive: 4,
    negative: 2,
    p: 6 / 8,
    method: 'exact',
  });
  expect(wilcoxonSignedRank([1, 1, 1, 1, 1]).p).toBe(smallestSignedRankP(5)); // McNemar: 2 / 2⁵
  expect(wilcoxonSignedRank([0, 0]).p).toBe(1);
  expect(() => wilcoxonSignedRank([1, NaN])).toThrow('got NaN at pair 2');
});

test('the Friedman and Nemenyi tests give the numbers of SciPy, ties included', () => {
  for (const expected of golden.friedman) {
    const { blocks, meanRanks, statistic, p, imanDavenport } = friedmanTest(expected.values);
    expect(blocks).toBe(expected.values.length);
    meanRanks.forEach((rank, i) => expect(rank).toBeCloseTo(expected.meanRanks[i], 12));
    expect(statistic).toBeCloseTo(expected.statistic, 10);
    expect(p).toBeCloseTo(expected.p, 12);
    expect(imanDavenport.statistic).toBeCloseTo(expected.F, 9);
    expect(imanDavenport.p).toBeCloseTo(expected.Fp, 12);
    const pairs = nemenyiTest(meanRanks, blocks).map((pair) => pair.p);
    pairs.forEach((one, i) => expect(one).toBeCloseTo(expected.nemenyi[i], 8));
    const difference = criticalDifference(meanRanks.length, blocks);
    expect(difference).toBeCloseTo(expected.criticalDifference, 7);
  }
});

test('the Friedman test knows the best detector and the case of nothing but ties', () => {
  const always = friedmanTest([
    [3, 2, 1],
    [9, 8, 7],
    [0, -1, -2],
  ]);
  expect(always.meanRanks).toEqual([1, 2, 3]);
  expect(always.statistic).toBeCloseTo(6, 12); // N (k − 1), the largest possible
  expect(always.imanDavenport).toEqual({ statistic: Infinity, p: 0 });
  expect(
    friedmanTest(
      [
        [1, 2],
        [1, 2],
      ],
      false,
    ).meanRanks,
  ).toEqual([1, 2]); // prettier-ignore
  expect(
    friedmanTest([
      [1, 1],
      [2, 2],
    ]).p,
  ).toBeNaN(); // prettier-ignore
  expect(() => friedmanTest([[1, 2]])).toThrow(DataError);
  expect(() =>
    friedmanTest([
      [1, 2],
      [1, NaN],
    ]),
  ).toThrow('Data set 2'); // prettier-ignore
});

test('the critical values of Demšar 2006, table 5a, follow for every number of detectors', () => {
  const demsar = [1.96, 2.343, 2.569, 2.728, 2.85, 2.949, 3.031, 3.102, 3.164];
  demsar.forEach((q, i) => {
    expect(studentisedRangeQuantile(0.05, i + 2) / Math.SQRT2).toBeCloseTo(q, 2);
  });
  for (const { k, alpha, q } of golden.studentisedRange) {
    expect(studentisedRangeQuantile(alpha, k)).toBeCloseTo(q, 6);
    expect(studentisedRangeTail(q, k)).toBeCloseTo(alpha, 8);
  }
});

test('the tails of the χ² and F distributions are those of SciPy', () => {
  for (const [x, n, p] of golden.chiSquare) expect(chiSquareTail(x, n) / p).toBeCloseTo(1, 11);
  for (const [x, m, n, p] of golden.f) expect(fTail(x, m, n) / p).toBeCloseTo(1, 11);
});

test('groups of detectors that do not differ are as long as they can be, and none lies in another', () => {
  expect(indistinctGroups([1, 4, 2, 3.1], 1.2)).toEqual([
    [0, 2],
    [2, 3],
    [3, 1],
  ]); // prettier-ignore
  expect(indistinctGroups([1, 2, 3], 2)).toEqual([[0, 1, 2]]);
  expect(indistinctGroups([1, 5], 2)).toEqual([]);
});

test("Holm's correction is that of statsmodels and leaves unknown p-values out", () => {
  holmCorrection(golden.holm.p).forEach((p, i) => {
    expect(p).toBeCloseTo(golden.holm.adjusted[i], 12);
  });
  expect(holmCorrection([NaN, 0.03, 0.02])).toEqual([NaN, 0.04, 0.04]);
});

test('the block bootstrap has the interval of SciPy up to the error of drawing', () => {
  const { values, low, high, standardError } = golden.bootstrap;
  const mean = (drawn: Int32Array): number =>
    drawn.reduce((sum, i) => sum + values[i], 0) / drawn.length;
  const sampled = pairedBlockBootstrap(values.length, mean, { draws: 20_000 });
  // a percentile of 20,000 draws has a standard error of about 2 % of that of the mean
  expect(Math.abs(sampled.low - low)).toBeLessThan(0.08 * standardError);
  expect(Math.abs(sampled.high - high)).toBeLessThan(0.08 * standardError);
  expect(sampled).toEqual(pairedBlockBootstrap(values.length, mean, { draws: 20_000 }));
});

test('the block bootstrap rejects about as often as it says where nothing differs', () => {
  const random = createRandom(5);
  let rejected = 0;
  for (let run = 0; run < 200; run++) {
    const values = Float64Array.from({ length: 40 }, () => random.normal());
    const sum = (drawn: Int32Array): number => drawn.reduce((total, i) => total + values[i], 0);
    if (pairedBlockBootstrap(40, sum, { draws: 400, seed: run }).p < 0.05) rejected++;
  }
  expect(rejected).toBeGreaterThan(3); // 10 expected, deviation 3
  expect(rejected).toBeLessThan(24);
});

test('the block bootstrap leaves undefined samples out and says how many remain', () => {
  const defined = (drawn: Int32Array): number => (drawn.includes(0) ? 1 : NaN);
  const { difference, p, draws } = pairedBlockBootstrap(3, defined, { draws: 999 });
  expect(difference).toBe(1);
  expect(draws).toBeGreaterThan(600); // 1 − (2/3)³ = 0.704 of them
  expect(draws).toBeLessThan(800);
  expect(p).toBeCloseTo(2 / (draws + 1), 12);
  expect(pairedBlockBootstrap(2, () => NaN).p).toBeNaN();
});

test('the paired permutation test has the p-value of SciPy where every way to swap is counted', () => {
  const { differences, p } = golden.permutation;
  const mean = (swapped: Uint8Array): number =>
    differences.reduce((sum, one, i) => sum + (swapped[i] === 1 ? -one : one), 0) / 10;
  expect(pairedPermutation(10, mean)).toMatchObject({ p, method: 'exact' });
  // drawn: with 4,000 ways the standard error of a share p is √(p (1 − p) / 4000)
  const padded = [...differences, 0, 0, 0];
  const drawn = pairedPermutation(13, (swapped) =>
    padded.reduce((sum, one, i) => sum + (swapped[i] === 1 ? -one : one), 0),
  );
  expect(drawn.method).toBe('drawn');
  expect(Math.abs(drawn.p - p)).toBeLessThan(4 * Math.sqrt((p * (1 - p)) / 4000));
});

test('the paired permutation test keeps its promise with few blocks, where a bootstrap does not', () => {
  const random = createRandom(3);
  const rejected = { permutation: 0, bootstrap: 0 };
  for (let run = 0; run < 300; run++) {
    const values = Float64Array.from({ length: 6 }, () => random.normal());
    const swap = (swapped: Uint8Array): number =>
      values.reduce((sum, value, i) => sum + (swapped[i] === 1 ? -value : value), 0);
    const draw = (drawn: Int32Array): number => drawn.reduce((sum, i) => sum + values[i], 0);
    if (pairedPermutation(6, swap).p <= 0.05) rejected.permutation++;
    if (pairedBlockBootstrap(6, draw, { draws: 400 }).p <= 0.05) rejected.bootstrap++;
  }
  expect(rejected.permutation).toBeLessThan(24); // at most 15 expected, deviation 4
  expect(rejected.bootstrap).toBeGreaterThan(24);
});

test('the permutation p-value of the Friedman test holds for few data sets', () => {
  const agree = (N: number) => friedmanTest(Array.from({ length: N }, () => [2, 1]));
  // both orders of N data sets: 2 / 2^N agree; the standard error of 10,000 draws is at most 0.005
  expect(Math.abs(agree(3).permutationP - 0.25)).toBeLessThan(0.02);
  expect(Math.abs(agree(6).permutationP - 2 / 2 ** 6)).toBeLessThan(0.006);
  expect(agree(3).p).toBeLessThan(0.1); // where χ² is much too sure
  for (const { values, permutationP: p } of golden.friedman) {
    // 10,000 draws here and 100,000 there
    expect(Math.abs(friedmanTest(values).permutationP - p)).toBeLessThan(0.015);
  }
});
