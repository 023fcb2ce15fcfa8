/** Normalisations: one test for all entries of the table, and numbers by hand, pandas and SciPy. */
import { createRandom, parseConfig } from '@anodec/core';
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { normalisations } from './registry.js';

const golden = JSON.parse(
  readFileSync(new URL('../../../../test/fixtures/thresholds.json', import.meta.url), 'utf8'),
) as { dynamic: { normal: number[]; errors: number[]; window: number; scores: number[] } };

const time = { clock: 'rows', period: 1, assumedPeriod: '1min' } as const;

function start(settings: { kind: string; [option: string]: unknown }, errors: Float32Array) {
  const normalisation = normalisations.get(settings.kind);
  const state: unknown = JSON.parse(JSON.stringify(normalisation.fit(settings, errors)));
  return normalisation.start(settings, state, time);
}

describe.each(normalisations.kinds())('normalisation %s', (kind) => {
  test('gives a channel without errors finite scores, which grow with the error', () => {
    const scores = [0, 1e-4, 1e-3, 1e-2].map((error) =>
      start({ kind }, new Float32Array(10))(error),
    );
    expect(scores.every(Number.isFinite)).toBe(true);
    expect(scores).toEqual([...scores].sort((a, b) => a - b));
    expect(new Set(scores).size).toBe(4);
  });

  test('grows with the error beyond the largest normal one, and has no score for none', () => {
    const random = createRandom(3);
    const normal = Float32Array.from({ length: 500 }, () => random.uniform()); // bounded: its tail ends
    const scores = [0.5, 1, 2, 10, 1000].map((error) => start({ kind }, normal)(error));
    expect(scores).toEqual([...scores].sort((a, b) => a - b));
    expect(new Set(scores).size).toBe(5);
    expect(start({ kind }, normal)(NaN)).toBeNaN();
  });

  test('says truly whether its scores are tail probabilities', () => {
    const random = createRandom(4);
    const normal = Float32Array.from({ length: 4000 }, () => random.normal());
    const score = start({ kind }, normal)(2.326); // one in a hundred lies above
    expect(Math.abs(score - Math.log(100)) < 0.5).toBe(normalisations.get(kind).givesSurprise);
  });
});

test('normalises by the numbers of each name', () => {
  const errors = Float32Array.of(1, 2, 3, 4, 10);
  const fit = (kind: string) => normalisations.get(kind).fit({ kind, floor: 0.5 }, errors);
  expect(fit('none')).toEqual({ centre: 0, spread: 1 });
  expect(fit('mean')).toEqual({ centre: 0, spread: 4.5 });
  expect(fit('gaussian')).toEqual({ centre: 4, spread: Math.sqrt(10) });
  const { spread: tail } = fit('tail') as { spread: number };
  expect(tail).toBeCloseTo(4 + 0.996 * 6, 12); // 0.999 of four steps: 3.996
  const robust = fit('robust') as { centre: number; spread: number };
  expect(robust.centre).toBe(3);
  // median deviation 1 gives 1.48; the 95 % quantile, 8.8, lies 5.8 above the median
  expect(robust.spread).toBeCloseTo(5.8 / 1.64485363, 6);
});

test('takes −ln of the share of normal errors at least as large', () => {
  const normal = Float32Array.from({ length: 99 }, (_, i) => i + 1);
  const score = start({ kind: 'tail-probability' }, normal);
  expect(score(0)).toBeCloseTo(0, 12); // each of 99 is at least as large
  expect(score(50)).toBeCloseTo(-Math.log(51 / 100), 12);
  expect(score(50.5)).toBeCloseTo(-Math.log(50 / 100), 12);
  expect(score(99)).toBeCloseTo(-Math.log(2 / 100), 12);
});

test('scores with the rolling mean and deviation of pandas, begun with the normal rows', () => {
  const { normal, errors, window, scores } = golden.dynamic;
  const score = start(
    { kind: 'gaussian-dynamic', over: window, floor: 1e-6 },
    Float32Array.from(normal),
  );
  const computed = errors.map(score);
  // from the row on whose window holds rows of the recording alone
  for (let t = window - 1; t < errors.length; t++) expect(computed[t]).toBeCloseTo(scores[t], 6);
  expect(computed.slice(0, 3).every((one) => one > 0 && one < 8)).toBe(true);
});

test('forgets rows that have left the window of the rolling mean', () => {
  const settings = parseConfig(normalisations.schema, { kind: 'gaussian-dynamic', over: 5 });
  const normal = Float32Array.of(1, 2, 3);
  const [plain, burst] = [start(settings, normal), start(settings, normal)];
  burst(100);
  const later = [1, 2, 1.5, 2.5, 3, 1, 2];
  const scores = [later.map(plain), later.map(burst)].map((of) => of.slice(-2));
  expect(scores[1][0]).toBeCloseTo(scores[0][0], 8);
  expect(scores[1][1]).toBeCloseTo(scores[0][1], 8);
});
