/** Thresholds: one test for all entries of the table, numbers by hand. */
import { createRandom, flagSegments } from '@anodec/core';
import { describe, expect, test } from 'vitest';
import { thresholds } from './registry.js';
import type { NormalScores, PickedThreshold } from './threshold.js';

/** Scores of normal rows where every run above a threshold is an alarm. */
function normalOf(scores: Float32Array, recorded = 1): NormalScores {
  const alarmsAbove = (limit: number): number =>
    flagSegments(scores, (score) => score > limit).length;
  const time = { clock: 'elapsed', period: 60_000, assumedPeriod: '1min' } as const;
  return { scores, recordings: [scores], alarmsAbove, recorded, unit: 'day', time };
}

interface Settings {
  readonly kind: string;
  readonly [option: string]: unknown;
}

function pick(settings: Settings, normal: NormalScores): PickedThreshold {
  return thresholds.get(settings.kind).pick(settings, normal);
}

describe.each(thresholds.kinds())('threshold %s', (kind) => {
  test('lies above most normal scores and says how it was made', () => {
    const random = createRandom(1);
    const scores = Float32Array.from({ length: 2000 }, () => Math.abs(random.normal()));
    const given = kind === 'fixed' ? { kind, value: 3 } : { kind }; // learns nothing
    const { value, rule } = pick(given, normalOf(scores, 2));
    expect(scores.filter((score) => score > value).length).toBeLessThan(40);
    expect(rule).toContain('normal rows');
  });
});

test('finds the lowest threshold that keeps to the budget', () => {
  // runs above 4: one; above 3: two; above 2: three
  const normal = normalOf(Float32Array.of(1, 5, 1, 4, 1, 3, 1, 2));
  const valueOf = (budget: number): number =>
    pick({ kind: 'budget', margin: 1, budget }, normal).value;
  expect(valueOf(0)).toBe(5);
  expect(valueOf(1)).toBe(4);
  expect(valueOf(2.5)).toBe(3);
});

test('takes thresholds by hand', () => {
  const normal = normalOf(Float32Array.of(1, 2, 3, 4, 5));
  const valueOf = (settings: Settings): number => pick(settings, normal).value;
  expect(valueOf({ kind: 'quantile', quantile: 0.75 })).toBe(4);
  expect(valueOf({ kind: 'quantile', quantile: 0.75, margin: 3 })).toBe(12);
  expect(valueOf({ kind: 'quantile', quantile: 0.75, margin: 3, cap: 1.5 })).toBe(7.5);
  expect(valueOf({ kind: 'quantile', quantile: 0.75, margin: 1, cap: 1.5 })).toBe(4);
  // 5, the largest, and half of its distance from 4
  expect(valueOf({ kind: 'quantile', quantile: 0.75, margin: 3, overshoot: 0.5 })).toBe(5.5);
  expect(valueOf({ kind: 'quantile', quantile: 0.75, margin: 3, cap: 1.05, overshoot: 0.5 })).toBe(
    5.25,
  );
  expect(valueOf({ kind: 'quantile', quantile: 0.75, margin: 1, overshoot: 0 })).toBe(4);
  // 1.25 scores above the quantile: 5 × 1.25 ** 2 rows take an overshoot of 2
  const tail = { kind: 'quantile', quantile: 0.75, margin: 3, overshoot: 0.5 };
  expect(valueOf({ ...tail, returnPeriod: 5 * 1.25 ** 2 })).toBeCloseTo(7, 12);
  expect(valueOf({ ...tail, returnPeriod: 5 })).toBe(5.5);
  expect(valueOf({ ...tail, quantile: 0.9, returnPeriod: 1_000 })).toBeCloseTo(5.2, 12);
  expect(valueOf({ kind: 'sigma', sigmas: 2 })).toBeCloseTo(3 + 2 * Math.SQRT2, 12);
  // deviations 2, 1, 0, 1, 2 from the median 3, of which the median is 1
  expect(valueOf({ kind: 'mad', sigmas: 2 })).toBeCloseTo(3 + 2 / 0.674_489_75, 12);
  expect(valueOf({ kind: 'max', margin: 1.5 })).toBe(7.5);
  expect(valueOf({ kind: 'fixed' })).toBe(1); // the original's
  expect(valueOf({ kind: 'fixed', value: 2.5 })).toBe(2.5);
});

describe('a budget that the held-out rows are too short for', () => {
  const scores = Float32Array.of(1, 5, 1, 4, 1, 3, 1, 2);

  test('falls back to the lowest threshold without an alarm, and says so', () => {
    const { value, rule, fellBack } = pick({ kind: 'budget' }, normalOf(scores, 1.9));
    expect(value).toBe(1.5 * 5);
    expect(fellBack).toBe(true);
    expect(rule).toBe(
      '1.5 × the lowest threshold at which normal rows held out from training raise no alarm, ' +
        'a fallback: their 1.90 days are too few for a budget of 0.5 alarms per day, which takes ' +
        'at least 2.00; without the factor it promises at most 1.58 alarms per day with a confidence ' +
        'of 0.95 (Poisson)',
    );
  });

  test('is kept from the row on that makes room for one alarm', () => {
    const { value, rule, fellBack } = pick({ kind: 'budget' }, normalOf(scores, 2));
    expect(value).toBe(1.5 * 4);
    expect(fellBack).toBe(false);
    expect(rule).toContain('raise at most 0.5 alarms per day (they raise 1 in 2.00 days)');
  });

  test('is no fallback when no alarm is what was asked for', () => {
    const settings = { kind: 'budget', budget: 0 };
    expect(pick(settings, normalOf(scores)).fellBack).toBe(false);
  });
});
