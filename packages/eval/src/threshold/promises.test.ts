/** What thresholds promise about later normal rows, kept in simulations. */
import { createRandom, flagSegments } from '@anodec/core';
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { binomialAtMost, poissonAtMost, poissonUpperBound } from './counts.js';
import { thresholds } from './registry.js';
import type { NormalScores } from './threshold.js';

const golden = JSON.parse(
  readFileSync(new URL('../../../../test/fixtures/thresholds.json', import.meta.url), 'utf8'),
) as {
  poisson: [number, number, number][];
  poissonUpper: [number, number][];
  binomial: [number, number, number, number][];
};
const time = { clock: 'elapsed', period: 60_000, assumedPeriod: '1min' } as const;

function normalOf(scores: Float32Array, recorded = 1): NormalScores {
  const alarmsAbove = (limit: number): number =>
    flagSegments(scores, (score) => score > limit).length;
  return { scores, recordings: [scores], alarmsAbove, recorded, unit: 'day', time };
}

interface Settings {
  readonly kind: string;
  readonly [option: string]: unknown;
}

function pick(settings: Settings, normal: NormalScores) {
  return thresholds.get(settings.kind).pick(settings, normal);
}

test.each(golden.poisson)('counts Poisson events as SciPy: %d, %d', (k, mean, expected) => {
  expect(poissonAtMost(k, mean)).toBeCloseTo(expected, 12);
});

test.each(golden.poissonUpper)('bounds the mean of %d events as the χ² of SciPy', (k, expected) => {
  expect(poissonUpperBound(k, 0.95)).toBeCloseTo(expected, 6);
});

test.each(golden.binomial)('counts %d of %d, %d, as SciPy', (k, n, p, expected) => {
  expect(binomialAtMost(k, n, p)).toBeCloseTo(expected, 10);
});

/** n numbers of an exponential distribution with the mean 1: P(x > t) = e^(−t). */
function exponential(n: number, seed: number): Float32Array {
  const random = createRandom(seed);
  return Float32Array.from({ length: n }, () => -Math.log(1 - random.uniform()));
}

/** Standard normal numbers with an autocorrelation of 0.95. */
function autocorrelated(n: number, seed: number): Float32Array {
  const random = createRandom(seed);
  let level = random.normal();
  return Float32Array.from({ length: n }, () => {
    level = 0.95 * level + Math.sqrt(1 - 0.95 ** 2) * random.normal();
    return level;
  });
}

describe('conformal', () => {
  test('takes order statistics by hand', () => {
    const scores = Float32Array.from({ length: 99 }, (_, i) => i + 1);
    const valueOf = (rate: number, confidence: number) =>
      pick({ kind: 'conformal', rate, confidence }, normalOf(scores)).value;
    expect(valueOf(0.05, 0)).toBe(95); // (4 + 1) / (99 + 1): the fifth largest
    expect(valueOf(0.01, 0)).toBe(99);
    // 0.95^99 + 99 · 0.05 · 0.95^98 = 0.0387, with two more 0.116: the second largest
    expect(valueOf(0.05, 0.95)).toBe(98);
  });

  test('keeps the rate on average over 400 repetitions, without wasting it', () => {
    const rates = Array.from({ length: 400 }, (_, i) => {
      const settings = { kind: 'conformal', rate: 0.02, confidence: 0 };
      return Math.exp(-pick(settings, normalOf(exponential(249, i))).value);
    });
    const mean = rates.reduce((a, b) => a + b) / rates.length;
    expect(mean).toBeCloseTo(5 / 250, 2.5); // (k + 1) / (n + 1) exactly
    expect(mean).toBeLessThan(0.0215);
    expect(mean).toBeGreaterThan(0.0185);
  });

  test('keeps the rate with the confidence that was asked for in 400 repetitions', () => {
    const settings = { kind: 'conformal', rate: 0.02, confidence: 0.9 };
    const kept = Array.from({ length: 400 }, (_, i) => {
      const { value, fellBack } = pick(settings, normalOf(exponential(400, 1000 + i)));
      return !fellBack && Math.exp(-value) <= 0.02;
    });
    const share = kept.filter(Boolean).length / 400;
    expect(share).toBeGreaterThan(0.9 - 3 * Math.sqrt((0.9 * 0.1) / 400));
  });

  test('keeps it for blocks of rows that depend on each other', () => {
    const settings = { kind: 'conformal', rate: 0.1, confidence: 0, block: 200 };
    let [above, blocks] = [0, 0];
    for (let i = 0; i < 200; i++) {
      const { value } = pick(settings, normalOf(autocorrelated(200 * 39, i)));
      const later = autocorrelated(200 * 20, 7000 + i);
      for (let b = 0; b < 20; b++, blocks++) {
        if (later.subarray(200 * b, 200 * b + 200).some((score) => score > value)) above++;
      }
    }
    const share = above / blocks;
    expect(share).toBeLessThan(0.1 + 0.015);
    expect(share).toBeGreaterThan(0.1 - 0.025); // (3 + 1) / (39 + 1) = 0.1
  });

  test('says what it can promise where too few rows were held out', () => {
    const scores = exponential(99, 5);
    const { value, rule, fellBack } = pick({ kind: 'conformal' }, normalOf(scores));
    expect(fellBack).toBe(true);
    expect(value).toBe(Math.max(...scores));
    // 0.97 of 1 − 0.05^(1 / 99)
    expect(rule).toContain('at most a share of 0.0298 of normal rows exceed');
    expect(rule).toContain('too few for 0.01');
  });
});

/** Rows of a day in which each row above a threshold is an alarm of its own, but for rare pairs. */
const DAY_ROWS = 1440;

function alarmRate(value: number): number {
  const p = Math.exp(-value);
  return DAY_ROWS * p * (1 - p); // runs that begin
}

describe('budget with a confidence', () => {
  const settings = { kind: 'budget', margin: 1, budget: 1, confidence: 0.9 };

  test('keeps the budget on later rows with that confidence, where ten days were held out', () => {
    const kept = Array.from({ length: 200 }, (_, i) => {
      const { value, fellBack } = pick(settings, normalOf(exponential(10 * DAY_ROWS, i), 10));
      expect(fellBack).toBe(false);
      return alarmRate(value) <= 1;
    });
    const share = kept.filter(Boolean).length / 200;
    expect(share).toBeGreaterThan(0.9 - 3 * Math.sqrt((0.9 * 0.1) / 200));
    expect(share).toBeLessThan(1); // and does not waste it
  });

  test('keeps it by extrapolation mostly, and says so, where half a day was held out', () => {
    const rates = Array.from({ length: 200 }, (_, i) => {
      const normal = normalOf(exponential(DAY_ROWS / 2, 300 + i), 0.5);
      const { value, fellBack, rule } = pick(settings, normal);
      expect(fellBack).toBe(true);
      expect(rule).toContain('can promise 4.61 alarms per day at best');
      return alarmRate(value);
    });
    const kept = rates.filter((rate) => rate <= 1).length / 200;
    expect(kept).toBeGreaterThan(0.7);
  });

  test('without a confidence names what the count on the held-out rows promises', () => {
    const normal = normalOf(exponential(300, 1), 10);
    const { rule } = pick({ kind: 'budget', margin: 1, budget: 1 }, normal);
    // ten alarms in ten days: at most 16.96 with a confidence of 0.95
    expect(rule).toContain('promises at most 1.70 alarms per day with a confidence of 0.95');
  });
});

describe('the limit of a quantile with a return period', () => {
  /** Rows of later normal operation above a limit from n held-out rows, of 1,000, on average. */
  const exceeding = (n: number, more: object) => {
    const draws = 300;
    const settings = { kind: 'quantile', quantile: 0.9, margin: 9, overshoot: 0.4, ...more };
    let rows = 0;
    for (let seed = 0; seed < draws; seed++) {
      const { value } = pick(settings, normalOf(exponential(n, seed)));
      rows += 1_000 * Math.exp(-value);
    }
    return rows / draws;
  };

  // with s the overshoot + 1 the expected number is 100 (n / 10)^(−s) Γ(1 + s): the largest is Gumbel-distributed
  test('is exceeded as often as of an exponential tail, one or two rows in as many', () => {
    expect(exceeding(100, { returnPeriod: 1_000 })).toBeCloseTo(2, 0); // s = 2
    expect(exceeding(200, { returnPeriod: 1_000 })).toBeCloseTo(1.2, 0);
    expect(exceeding(100, {})).toBeGreaterThan(4); // s = 1.4: 4.9
  });

  test('changes nothing where enough rows are held out', () => {
    expect(exceeding(1_000, { returnPeriod: 1_000 })).toBe(exceeding(1_000, {}));
  });
});
