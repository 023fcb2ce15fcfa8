/** Thresholds by extreme values and by telemanom, beside independent implementations of the papers. */
import { createRandom, quantile } from '@anodec/core';
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { dspot } from './dspot.js';
import { dynamicWindow } from './dynamic-window.js';
import { thresholds } from './registry.js';
import { SpotState } from './spot-stream.js';
import { spot } from './spot.js';
import { dynamicLimit } from './telemanom.js';
import type { NormalScores } from './threshold.js';

interface Streamed {
  level: number;
  depth: number;
  risk: number;
  first: number[];
  stream: number[];
  limits: number[];
}
const golden = JSON.parse(
  readFileSync(new URL('../../../../test/fixtures/thresholds.json', import.meta.url), 'utf8'),
) as {
  spot: Streamed;
  dspot: Streamed;
  telemanom: Record<string, { scores: number[]; limit: number; sequences: number }>;
};
const time = { clock: 'rows', period: 1, assumedPeriod: '1min' } as const;

function normalOf(scores: Float32Array): NormalScores {
  const alarmsAbove = (limit: number) => scores.filter((score) => score > limit).length;
  return { scores, recordings: [scores], alarmsAbove, recorded: 1, unit: '1,000 rows', time };
}

/** n numbers of an exponential distribution with the mean 1. */
function exponential(n: number, seed: number): Float32Array {
  const random = createRandom(seed);
  return Float32Array.from({ length: n }, () => -Math.log(1 - random.uniform()));
}

function excessesOf(values: readonly number[], level: number): number[] {
  return values.filter((value) => value > level).map((value) => value - level);
}

test('moves as SPOT of the paper', () => {
  const { level, first, stream, risk, limits } = golden.spot;
  const state = SpotState.parse({ level, peaks: excessesOf(first, level), count: first.length });
  const limitOf = spot.start({ kind: 'spot', risk }, state, NaN, time);
  stream.forEach((score, t) => expect(limitOf(score) / limits[t]).toBeCloseTo(1, 3));
  expect(new Set(limits).size).toBeGreaterThan(10); // it did move
});

test('moves as DSPOT of the paper, with a drift that it follows', () => {
  const { level, depth, first, stream, risk, limits } = golden.dspot;
  const differences = first.slice(depth).map((value, i) => {
    const before = first.slice(i, i + depth);
    return value - before.reduce((a, b) => a + b) / depth;
  });
  const peaks = excessesOf(differences, level);
  const tail = { level, peaks, count: differences.length };
  const limitOf = dspot.start(
    { kind: 'dspot', risk, depth },
    { tail, latest: first.slice(-depth) },
    NaN,
    time,
  );
  stream.forEach((score, t) => expect(limitOf(score) / limits[t]).toBeCloseTo(1, 3));
});

test.each(Object.entries(golden.telemanom))(
  'separates and prunes as telemanom: %s',
  (_, { scores, limit, sequences }) => {
    const found = dynamicLimit(Float32Array.from(scores), 0.13);
    expect(found.limit).toBeCloseTo(limit, 5);
    expect(found.sequences).toBe(sequences);
  },
);

test('the cases of telemanom hold every outcome', () => {
  const found = Object.values(golden.telemanom).map(({ sequences }) => sequences);
  expect(new Set(found).size).toBeGreaterThan(2);
});

describe.each(['pot', 'spot', 'dspot'])('%s', (kind) => {
  test('is exceeded by about as many later normal rows as the risk says', () => {
    const risk = 2e-3;
    const shares = Array.from({ length: 20 }, (_, i) => {
      const normal = normalOf(exponential(4000, i));
      const rule = thresholds.get(kind);
      const { value, state } = rule.pick({ kind, risk }, normal);
      const limitOf = rule.start({ kind, risk }, state, value, time);
      const later = exponential(4000, 500 + i);
      return later.filter((score) => score > limitOf(score)).length / later.length;
    });
    const mean = shares.reduce((a, b) => a + b) / shares.length;
    expect(mean).toBeGreaterThan(0.6 * risk);
    expect(mean).toBeLessThan(1.6 * risk);
  });

  test('says so where scores are too much alike for a tail', () => {
    const { value, fellBack, rule } = thresholds
      .get(kind)
      .pick({ kind }, normalOf(new Float32Array(600).fill(2)));
    expect([value, fellBack]).toEqual([2, true]);
    expect(rule).toContain('a fallback');
  });
});

test('dspot stays quiet on a slow drift on which pot does not', () => {
  const normal = normalOf(exponential(4000, 1));
  const later = exponential(4000, 2).map((score, t) => score + t / 400);
  const above = (kind: string) => {
    const rule = thresholds.get(kind);
    const { value, state } = rule.pick({ kind }, normal);
    const limitOf = rule.start({ kind }, state, value, time);
    return later.filter((score) => score > limitOf(score)).length;
  };
  expect(above('pot')).toBeGreaterThan(400);
  expect(above('dspot')).toBeLessThan(20);
});

test('a risk that is no extreme one is the quantile of the scores', () => {
  const scores = exponential(1000, 3);
  const { value } = thresholds.get('pot').pick({ kind: 'pot', risk: 0.4 }, normalOf(scores));
  expect(value).toBe(quantile(scores, 0.6));
});

test('the window of telemanom begins with normal rows and follows the last rows', () => {
  const normal = exponential(3000, 6).map((score) => 1 + 0.1 * score);
  const { value, state } = dynamicWindow.pick({ kind: 'dynamic-window' }, normalOf(normal));
  const limitOf = dynamicWindow.start({ kind: 'dynamic-window' }, state, value, time);
  const limits = Array.from({ length: 3000 }, (_, t) => limitOf(5 + normal[t]));
  expect(limits[0]).toBe(value);
  expect(limits.slice(0, 70).every((limit) => limit === value)).toBe(true); // a thirtieth of 2100
  expect(limits[2999]).toBeGreaterThan(6);
});

test('the window of telemanom may be longer than the arguments that a call takes', () => {
  const normal = exponential(150_000, 6);
  const config = { kind: 'dynamic-window', over: 300_000 };
  const { value, state } = dynamicWindow.pick(config, normalOf(normal));
  const limitOf = dynamicWindow.start(config, state, value, time);
  const limits = Array.from({ length: 10_001 }, (_, t) => limitOf(5 + normal[t])); // a thirtieth and one
  expect(limits[9999]).toBe(value);
  expect(limits[10_000]).toBeGreaterThan(value);
});
