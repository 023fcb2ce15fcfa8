/** Drift rules: one test for all entries of the table, numbers by hand, brute force. */
import { createRandom, median as medianOf } from '@anodec/core';
import { describe, expect, test } from 'vitest';
import { driftRules } from './registry.js';
import { rollingMedian } from './rolling-median.js';

const HOUR = 3_600_000;
/** One row a quarter of an hour. */
const time = { clock: 'elapsed', period: HOUR / 4, assumedPeriod: '1min' } as const;
/** The rolling median of a single row: the error of the row before. */
const options = { horizon: 1, leastRows: 1 };
const state = { usual: 1, ceiling: 1 };

interface Settings {
  readonly kind: string;
  readonly [option: string]: unknown;
}

/** Factors on errors; the state as fitted to errors of 1. */
function factors(settings: Settings, errors: ArrayLike<number>): number[] {
  const fitted = settings.kind === 'none' ? null : state;
  const attenuate = driftRules.get(settings.kind).start(settings, fitted, time);
  return Array.from(errors, attenuate);
}

describe.each(driftRules.kinds())('drift rule %s', (kind) => {
  test('leaves a channel alone whose rolling median is as on normal rows', () => {
    expect(factors({ kind }, [0, 0.5, 1, 0.9])).toEqual([1, 1, 1, 1]);
  });

  test('leaves a step alone that is shorter than half the horizon', () => {
    const errors = new Float32Array(2000).fill(1).fill(100, 1000, 1100);
    const settings = kind === 'none' ? { kind } : { kind, horizon: 240, leastRows: 240 };
    expect(factors(settings, errors).every((factor) => factor === 1)).toBe(true);
  });

  test('fits a state that survives JSON and its own schema', () => {
    const rule = driftRules.get(kind);
    const errors = Float32Array.of(1, 2, 3, 10);
    const fitted = rule.fit({ kind }, { errors, floor: 0.5, recordings: [{ errors, time }] });
    expect(rule.state.parse(JSON.parse(JSON.stringify(fitted)))).toEqual(fitted);
  });
});

test('takes as ceiling the mean error plus floor or the highest rolling median, times the margin', () => {
  const fit = (recording: Float32Array): unknown =>
    driftRules.get('mute').fit(
      { kind: 'mute', ...options, margin: 2 },
      {
        errors: Float32Array.of(1, 2, 3, 10),
        floor: 0.5,
        recordings: [{ errors: recording, time }],
      },
    );
  expect(fit(Float32Array.of(1, 1, 1))).toEqual({ usual: 2.5, ceiling: 2 * 4.5 });
  expect(fit(Float32Array.of(1, 7, 1))).toEqual({ usual: 2.5, ceiling: 2 * 7 });
});

test('takes a step that stays for normal, at once or at its pace', () => {
  const errors = new Float32Array(100).fill(1).fill(8, 9); // in the median from row 10 on
  expect(factors({ kind: 'none' }, errors)[99]).toBe(1);
  expect(factors({ kind: 'mute', ...options }, errors)[10]).toBe(0);
  expect(factors({ kind: 'discount', ...options }, errors)[10]).toBe(1 / 8);
  const follow = { kind: 'follow', ...options, pace: 16 }; // doubles from row to row
  expect(factors(follow, errors).slice(9, 15)).toEqual([1, 1 / 2, 1 / 4, 1 / 8, 1 / 8, 1 / 8]);
  const half = factors({ ...follow, power: 0.5 }, errors);
  expect(half[99]).toBeCloseTo(Math.sqrt(1 / 8), 12);
});

test('scores a channel in full as soon as its rolling median is back', () => {
  const errors = new Float32Array(30).fill(8, 0, 20).fill(1, 20);
  const follow = { kind: 'follow', ...options };
  const left = factors(follow, errors);
  expect(left[20]).toBeLessThan(1);
  expect(left[21]).toBe(1);
});

test('takes the median of the past only, by brute force', () => {
  const random = createRandom(3);
  const errors = Float32Array.from({ length: 60 }, () => random.uniform());
  const trail = rollingMedian(errors, 5, 0.5); // a horizon this short has blocks of one row
  for (let t = 5; t < 60; t++) {
    const past = [...errors.subarray(t - 5, t)].sort((a, b) => a - b);
    expect(trail[t]).toBe(past[2]);
  }
  expect(trail[0]).toBe(0.5);
});

test('keeps the rolling median over rows without an error', () => {
  const median = rollingMedian(Float32Array.of(3, NaN, NaN, 4, 4, 4), 3, 1);
  expect([...median]).toEqual([1, 1, 1, 1, 3, 4]);
});

test('the rolling median is that of the medians of blocks, in whatever order a block has its errors', () => {
  const random = createRandom(7);
  const [size, blocks, before] = [5, 240, 0.5];
  const errors = Float32Array.from({ length: 400 * size }, () =>
    random.uniform() < 0.1 ? NaN : random.uniform() * 2,
  );
  const got = rollingMedian(errors, size * blocks, before);
  const window = Array.from({ length: blocks }, () => before);
  for (let b = 0; b < 400; b++) {
    const value = Math.fround(medianOf(window));
    const rows = [...errors.subarray(b * size, (b + 1) * size)];
    expect([...got.subarray(b * size, (b + 1) * size)]).toEqual(rows.map(() => value));
    const known = rows.filter((error) => !Number.isNaN(error));
    if (known.length > 0) window.push(medianOf(known));
    if (window.length > blocks) window.shift();
  }
});
