/** Tails: fits and probabilities beside SciPy, the choice of the level, and calibrated scores. */
import { createRandom } from '@anodec/core';
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { fitCalibration, normalProbabilityOf } from './calibration.js';
import { excessProbability, excessQuantile, fitGeneralisedPareto } from './generalised-pareto.js';
import { chiSquareSurprise, normalSurprise } from './log-survival.js';
import { fitTail, tailQuantile } from './tail.js';

const golden = JSON.parse(
  readFileSync(new URL('../../../../test/fixtures/thresholds.json', import.meta.url), 'utf8'),
) as {
  tails: {
    excesses: number[];
    shape: number;
    scale: number;
    likelihood: number;
    quantiles: number[];
    survival: number[];
  }[];
  normalSurprise: [number, number][];
  chiSquareSurprise: [number, number, number][];
};

/** n numbers of an exponential distribution with the mean 1. */
function exponential(n: number, seed: number): Float32Array {
  const random = createRandom(seed);
  return Float32Array.from({ length: n }, () => -Math.log(1 - random.uniform()));
}

describe.each(golden.tails)('a tail of shape $shape', (tail) => {
  const fitted = fitGeneralisedPareto(Float64Array.from(tail.excesses));

  test('is fitted as by SciPy', () => {
    expect(fitted.shape).toBeCloseTo(tail.shape, 3);
    expect(fitted.scale / tail.scale).toBeCloseTo(1, 3);
  });

  test('is at least as likely as the one that SciPy finds', () => {
    const { shape, scale } = fitted;
    const logs = tail.excesses.map((x) =>
      shape === 0 ? x / scale : (1 + 1 / shape) * Math.log1p((shape * x) / scale),
    );
    const likelihood = -logs.reduce((a, b) => a + b) - logs.length * Math.log(scale);
    expect(likelihood).toBeGreaterThan(tail.likelihood - 1e-6);
  });

  test('has the quantiles and probabilities of SciPy', () => {
    [0.5, 0.01, 1e-5].forEach((probability, i) => {
      expect(excessQuantile(tail, probability) / tail.quantiles[i]).toBeCloseTo(1, 8);
    });
    [0.1, 1, 4].forEach((excess, i) => {
      expect(excessProbability(tail, excess)).toBeCloseTo(tail.survival[i], 10);
    });
  });
});

test('refuses to fit a tail to no excess', () => {
  expect(() => fitGeneralisedPareto(new Float64Array(0))).toThrow('at least one excess');
});

test.each(golden.normalSurprise)('has the normal tail of SciPy at %d', (deviate, surprise) => {
  expect(normalSurprise(deviate) / surprise).toBeCloseTo(1, 9);
});

test.each(golden.chiSquareSurprise)('has the χ² tail of SciPy at %d, %d', (x, K, surprise) => {
  expect(Math.abs(chiSquareSurprise(x, K) - surprise)).toBeLessThan(1e-9 * Math.max(1, surprise));
});

test('leaves out of the tail what is not tail', () => {
  // a flat body up to 10 with an exponential tail of one row in twenty
  const random = createRandom(8);
  const tail = exponential(400, 9);
  const scores = Float32Array.from({ length: 8000 }, (_, i) =>
    i % 20 === 0 ? 10 + tail[i / 20] : 10 * random.uniform(),
  );
  const fitted = fitTail(scores);
  expect(fitted?.level).toBeGreaterThan(9.5);
  expect(Math.abs(fitted?.shape ?? NaN)).toBeLessThan(0.25);
});

test('extrapolates beyond the largest score: one row in a hundred thousand from five thousand', () => {
  const errors = Array.from({ length: 40 }, (_, i) => {
    const scores = exponential(5000, 100 + i);
    const tail = fitTail(scores);
    return tail ? tailQuantile(tail, scores, 1e-5) - Math.log(1e5) : NaN;
  });
  const mean = errors.reduce((a, b) => a + b) / errors.length;
  expect(Math.abs(mean)).toBeLessThan(1); // of 11.5; the largest of 5000 is 9.1 on average
});

test('has no tail where all scores are the same', () => {
  expect(fitTail(new Float32Array(100).fill(3))).toBeNull();
});

describe('calibrated scores', () => {
  test('count by hand the normal scores that are at least as large', () => {
    const calibration = fitCalibration(Float32Array.of(1, 2, 2, 3));
    const p = [0, 1, 1.5, 2, 2.5, 3].map((score) => normalProbabilityOf(calibration, score));
    expect(p).toEqual([1, 1, 4 / 5, 4 / 5, 2 / 5, 2 / 5]);
    expect(normalProbabilityOf(calibration, NaN)).toBeNaN();
  });

  test('are uniform on normal rows: at most a share of α has a probability of α or less', () => {
    const shares = [0.5, 0.1, 0.01, 0.001];
    const counts = shares.map(() => 0);
    for (let repetition = 0; repetition < 60; repetition++) {
      const calibration = fitCalibration(exponential(2000, repetition));
      const later = exponential(1000, 10_000 + repetition);
      for (const score of later) {
        const p = normalProbabilityOf(calibration, score);
        shares.forEach((share, i) => {
          if (p <= share) counts[i]++;
        });
      }
    }
    shares.forEach((share, i) => {
      const expected = share * 60_000;
      // three deviations of the count, and as much again for the calibrations, which vary as well
      expect(Math.abs(counts[i] - expected)).toBeLessThan(
        6 * Math.sqrt(expected) + 0.02 * expected,
      );
    });
  });

  test('fall with the score, also beyond the largest normal one, and never become 0', () => {
    const calibration = fitCalibration(exponential(3000, 4));
    const scores = Array.from({ length: 400 }, (_, i) => 1.05 ** i / 10);
    const p = scores.map((score) => normalProbabilityOf(calibration, score));
    expect(p).toEqual([...p].sort((a, b) => b - a));
    expect(p.every((one) => one > 0 && one <= 1)).toBe(true);
    const beyond = scores.findIndex((score) => score > Math.max(...calibration.scores));
    expect(p[beyond + 5]).toBeLessThan(p[beyond]);
    expect(p[beyond]).toBeLessThan(1 / 3001);
  });

  test('are about right far beyond the largest normal score', () => {
    const p = Array.from({ length: 30 }, (_, i) =>
      Math.log(normalProbabilityOf(fitCalibration(exponential(3000, 300 + i)), Math.log(1e5))),
    );
    const mean = p.reduce((a, b) => a + b) / p.length;
    expect(Math.abs(mean - Math.log(1e-5))).toBeLessThan(1);
  });

  test('keep no more than a thousand numbers of each hundred thousand, and stay on the safe side', () => {
    const scores = exponential(100_000, 5);
    const calibration = fitCalibration(scores);
    expect(calibration.scores.length).toBeLessThanOrEqual(1000);
    for (const score of [0.01, 0.5, 1, 3, 6, 9]) {
      const exact = (1 + scores.filter((one) => one >= score).length) / 100_001;
      const p = normalProbabilityOf(calibration, score);
      expect(p).toBeGreaterThanOrEqual(exact);
      expect(p - exact).toBeLessThan(0.0021);
    }
  });
});

test('finds no tail where there are no scores', () => {
  expect(fitTail(new Float32Array(0))).toBeNull();
});
