/** Every stage of the verdict: one test for all entries of its registry, one with numbers. */
import { createRandom } from '@anodec/core';
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { trailOf } from './drift/drift.js';
import { driftRules } from './drift/registry.js';
import { normalisations } from './normalisation/registry.js';
import { poolings } from './pooling/registry.js';
import { smoothings } from './smoothing/registry.js';
import { thresholds } from './threshold/registry.js';
import { rowsAbove } from './threshold/threshold.js';

const { smoothing: golden } = JSON.parse(
  readFileSync(new URL('../../../test/fixtures/metrics.json', import.meta.url), 'utf8'),
) as { smoothing: Record<string, number[]> };

describe.each(Object.entries(normalisations))('normalisation %s', (_, learn) => {
  test('gives a channel that never erred a spread above zero', () => {
    const { centre, spread } = learn(new Float32Array(10), 1e-4);
    expect(centre).toBe(0);
    expect(spread).toBeGreaterThan(0);
  });
});

test('normalises by the numbers of each name', () => {
  const errors = Float32Array.of(1, 2, 3, 4, 10);
  expect(normalisations.none(errors, 0.5)).toEqual({ centre: 0, spread: 1 });
  expect(normalisations.mean(errors, 0.5)).toEqual({ centre: 0, spread: 4.5 });
  expect(normalisations.gaussian(errors, 0.5)).toEqual({ centre: 4, spread: Math.sqrt(10) });
  const robust = normalisations.robust(errors, 0.5);
  expect(robust.centre).toBe(3);
  // median deviation 1 gives 1.48; the 95 % quantile, 8.8, lies 5.8 above the median
  expect(robust.spread).toBeCloseTo(5.8 / 1.64485363, 6);
});

test.each([
  ['mean', 2],
  ['max', 4],
  ['topk', 3.5],
  ['euclidean', Math.sqrt(26 / 4)],
] as const)('pools by hand: %s', (kind, expected) => {
  expect(poolings[kind](Float32Array.of(3, 0, 4, 1), 2)).toBeCloseTo(expected, 12);
});

test.each(['mean', 'median', 'ewma'] as const)('smooths as pandas: %s', (kind) => {
  const smooth = smoothings[kind](Float32Array.from(golden.scores), 4);
  for (const [t, value] of golden[kind].entries()) expect(smooth[t]).toBeCloseTo(value, 6);
});

describe.each(Object.entries(thresholds))('threshold %s', (_, rule) => {
  test('lies above most normal scores and says how it was made', () => {
    const random = createRandom(1);
    const scores = Float32Array.from({ length: 2000 }, () => Math.abs(random.normal()));
    const alarmsAbove = (limit: number): number => rowsAbove(scores, limit).length;
    const settings = { quantile: 0.99, sigmas: 3, margin: 1, budget: 10 };
    const { value, rule: words } = rule(
      { scores, alarmsAbove, recorded: 2, unit: 'day' },
      settings,
    );
    expect(scores.filter((score) => score > value).length).toBeLessThan(40);
    expect(words).toContain('normal rows');
  });
});

test('finds the lowest limit that keeps to the budget', () => {
  // runs above 4: one; above 3: two; above 2: three
  const scores = Float32Array.of(1, 5, 1, 4, 1, 3, 1, 2);
  const alarmsAbove = (limit: number): number => rowsAbove(scores, limit).length;
  const budgetOf = (budget: number): number =>
    thresholds.budget(
      { scores, alarmsAbove, recorded: 1, unit: 'day' },
      { quantile: 0, sigmas: 0, margin: 1, budget },
    ).value;
  expect(budgetOf(0)).toBe(5);
  expect(budgetOf(1)).toBe(4);
  expect(budgetOf(2.5)).toBe(3);
});

test('takes threshold figures by hand', () => {
  const scores = Float32Array.of(1, 2, 3, 4, 5);
  const normal = { scores, alarmsAbove: () => 0, recorded: 1, unit: 'day' } as const;
  const settings = { quantile: 0.75, sigmas: 2, margin: 1.5, budget: 1 };
  expect(thresholds.quantile(normal, settings).value).toBe(4);
  expect(thresholds.sigma(normal, settings).value).toBeCloseTo(3 + 2 * Math.SQRT2, 12);
  expect(thresholds.max(normal, settings).value).toBe(7.5);
});

describe.each(Object.entries(driftRules))('drift rule %s', (_, rule) => {
  test('leaves a channel alone whose trail is as it was on normal rows', () => {
    const left = rule({ trail: Float32Array.of(0, 0.5, 1, 0.9), ceiling: 1, growth: 1.01 });
    expect([...left]).toEqual([1, 1, 1, 1]);
  });

  test('does not see a step shorter than half the horizon', () => {
    const errors = new Float32Array(2000).fill(1).fill(100, 1000, 1100);
    const trail = trailOf(errors, 240, 1);
    expect(trail.every((level) => level === 1)).toBe(true);
    expect(rule({ trail, ceiling: 1, growth: 1.01 }).every((factor) => factor === 1)).toBe(true);
  });
});

test('forgets a step that stays, at once or at its pace', () => {
  const trail = new Float32Array(100).fill(1).fill(8, 10);
  const parts = { trail, ceiling: 1, growth: 2 };
  expect(driftRules.none(parts)[99]).toBe(1);
  expect(driftRules.mute(parts)[10]).toBe(0);
  expect(driftRules.discount(parts)[10]).toBe(1 / 8);
  expect([...driftRules.follow(parts).subarray(9, 15)]).toEqual([
    1,
    1 / 2,
    1 / 4,
    1 / 8,
    1 / 8,
    1 / 8,
  ]);
});

test('listens again as soon as the trail is back', () => {
  const trail = new Float32Array(30).fill(8, 0, 20).fill(1, 20);
  expect(driftRules.follow({ trail, ceiling: 1, growth: 2 })[20]).toBe(1);
});

test('takes the median of the past only, by brute force', () => {
  const random = createRandom(3);
  const errors = Float32Array.from({ length: 60 }, () => random.uniform());
  const trail = trailOf(errors, 5, 0.5); // a horizon this short has blocks of one row
  for (let t = 5; t < 60; t++) {
    const past = [...errors.subarray(t - 5, t)].sort((a, b) => a - b);
    expect(trail[t]).toBe(past[2]);
  }
  expect(trail[0]).toBe(0.5);
});
