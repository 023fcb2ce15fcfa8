/** Injected anomalies. */
import {
  createFrame,
  createRandom,
  DataError,
  flagSegments,
  type TimeSeriesFrame,
} from '@anodec/core';
import { describe, expect, test } from 'vitest';
import { InjectConfig } from './config.js';
import { injectAnomalies } from './inject.js';
import { injections } from './injections.js';

const parts = { size: 3, random: createRandom(1), states: [1, 2] };

/** 100 readings of 10, missing at row 7, after an injection of a kind. */
function corrupt(kind: string): Float32Array {
  const readings = new Float32Array(100).fill(10);
  readings[7] = NaN;
  injections[kind](readings, parts);
  return readings;
}

describe('a kind', () => {
  test.each(Object.keys(injections))('%s leaves a missing reading missing', (kind) => {
    const missing = [...corrupt(kind).entries()].filter(([, value]) => Number.isNaN(value));
    expect(missing.map(([t]) => t)).toEqual([7]);
  });

  test('bias moves every reading, drift the last one by as much', () => {
    expect(new Set(corrupt('bias').filter((value) => !Number.isNaN(value)))).toEqual(new Set([13]));
    const drifting = corrupt('drift');
    expect([drifting[0], drifting[49], drifting[99]]).toEqual([10.03, 11.5, 13].map(Math.fround));
  });

  test('spike moves some readings and the first, up or down', () => {
    const values = corrupt('spike');
    const off = [...values].filter((value) => value !== 10 && !Number.isNaN(value));
    expect(off.every((value) => value === 7 || value === 13)).toBe(true);
    expect(off.length).toBeGreaterThan(3);
    expect(off.length).toBeLessThan(25);
    expect(values[0]).not.toBe(10);
  });

  test('noise has the size as its deviation', () => {
    const readings = new Float32Array(20_000);
    injections.noise(readings, parts);
    const square = readings.reduce((sum, value) => sum + value * value, 0) / readings.length;
    expect(Math.sqrt(square)).toBeGreaterThan(2.94); // three standard errors of 3 / √40,000
    expect(Math.sqrt(square)).toBeLessThan(3.06);
  });

  test('freeze repeats the first reading, switch holds another state than the first', () => {
    const frozen = Float32Array.of(1, 2, 3);
    injections.freeze(frozen, parts);
    expect([...frozen]).toEqual([1, 1, 1]);
    const switched = Float32Array.of(1, 2, 1);
    injections.switch(switched, parts);
    expect([...switched]).toEqual([2, 2, 2]);
  });

  test('freeze and switch go by the first reading there is', () => {
    const frozen = Float32Array.of(NaN, 2, 3);
    injections.freeze(frozen, parts);
    expect([...frozen]).toEqual([NaN, 2, 2]);
    const switched = Float32Array.of(NaN, 2, 1);
    injections.switch(switched, parts);
    expect([...switched]).toEqual([NaN, 1, 1]);
  });
});

/** A level, a pump that switches every 50 rows, and a channel that never moves. */
const plant: TimeSeriesFrame = createFrame({
  values: Float32Array.from({ length: 3 * 2000 }, (_, i) => {
    const t = Math.floor(i / 3);
    return [Math.sin(t / 9), 1 + (Math.floor(t / 50) % 2), 7][i % 3];
  }),
  channels: ['LIT101', 'P101', 'P102'],
  timestamps: Float64Array.from({ length: 2000 }, (_, t) => t * 10_000),
});
const config = InjectConfig.parse({ count: 8, length: '5m' });

test('labels and lists exactly the rows that it touched, and touches no other', () => {
  const { frame, attacks } = injectAnomalies(plant, config);
  const labelled = flagSegments(frame.labels ?? new Uint8Array(0));
  expect(labelled).toHaveLength(8);
  expect(attacks.map(({ start, end }) => [start, end])).toEqual(
    labelled.map(({ start, end }) => [plant.timestamps[start], plant.timestamps[end - 1]]),
  );
  for (const [n, { start, end }] of labelled.entries()) {
    expect(end - start).toBe(30);
    const column = plant.channels.indexOf(attacks[n].channels[0]);
    expect(column).toBeLessThan(2); // P102 never moves
    const changed = Array.from({ length: 30 }, (_, t) => (start + t) * 3 + column);
    expect(changed.some((i) => frame.values[i] !== plant.values[i])).toBe(true);
  }
  const touched = (i: number) => frame.labels?.[Math.floor(i / 3)] === 1;
  const moved = [...frame.values.keys()].filter((i) => frame.values[i] !== plant.values[i]);
  expect(moved.every(touched)).toBe(true);
});

test('lists no anomaly that left no trace', () => {
  // two probes: one stands still in the first half, one is missing there
  const half = 1000;
  const probes = createFrame({
    values: Float32Array.from({ length: 2 * 2 * half }, (_, i) => {
      const moving = Math.sin(i / 9);
      if (i >= 2 * half) return moving;
      return i % 2 === 0 ? 0.5 : NaN;
    }),
    channels: ['a', 'b'],
    timestamps: Float64Array.from({ length: 2 * half }, (_, t) => t * 10_000),
  });
  const { attacks } = injectAnomalies(probes, { ...config, kinds: ['freeze', 'bias'] });
  const early = attacks.filter(({ end }) => end < half * 10_000);
  expect(early.map(({ action }) => action)).toEqual(early.map(() => 'bias of a'));
  expect(early.length).toBeGreaterThan(2);
  expect(() => injectAnomalies(probes, { ...config, kinds: ['freeze'] })).toThrow(
    'An anomaly must leave a trace in rows',
  );
});

test('does the same with the same seed and something else with another', () => {
  expect(injectAnomalies(plant, config)).toEqual(injectAnomalies(plant, config));
  const other = injectAnomalies(plant, { ...config, seed: 1 });
  expect(other.attacks).not.toEqual(injectAnomalies(plant, config).attacks);
});

test('gives switches a state and quantities a size in their own deviations', () => {
  const { frame, attacks } = injectAnomalies(plant, { ...config, kinds: ['bias', 'switch'] });
  const kinds = new Set(attacks.map(({ action }) => action));
  expect(kinds).toEqual(new Set(['bias of LIT101', 'switch of P101']));
  const bias = attacks.find(({ action }) => action === 'bias of LIT101');
  const row = plant.timestamps.indexOf(bias?.start ?? NaN);
  // the deviation of a sine is √½, whole periods or nearly so
  expect(frame.values[row * 3] - plant.values[row * 3]).toBeCloseTo(4 * Math.SQRT1_2, 1);
});

test('says so when they do not fit, or no channel takes them', () => {
  expect(() => injectAnomalies(plant, { ...config, count: 100 })).toThrow(DataError);
  expect(() => injectAnomalies(plant, { ...config, length: '2h' })).toThrow(
    '8 anomalies of 720 rows must fit into the recording of 2000 rows, got no room for number 1.',
  );
  // two parts of 1,000 rows have room for 720 rows and one before them, three have not
  expect(() => injectAnomalies(plant, { ...config, length: '2h' })).toThrow(
    'Set `count` to 2, or choose a shorter `length`.',
  );
  expect(injectAnomalies(plant, { ...config, length: '2h', count: 2 }).attacks).toHaveLength(2);
  expect(() => injectAnomalies(plant, { ...config, length: '9h' })).toThrow(
    'number 1. Choose a shorter `length`.',
  );
  const still = createFrame({ values: new Float32Array(500), channels: ['a'] });
  expect(() => injectAnomalies(still, { ...config, count: 1 })).toThrow(
    'At least one channel must change for anomalies to be injected, but a is constant in these 500 rows.',
  );
  const level = createFrame({
    values: Float32Array.from({ length: 500 }, (_, t) => Math.sin(t / 9)),
    channels: ['a'],
  });
  expect(() => injectAnomalies(level, { ...config, count: 1, kinds: ['switch'] })).toThrow(
    '`kinds` must name one that a channel which changes can take, such as spike, bias, drift, freeze, noise, got switch.',
  );
});

test.each([
  [30, 30],
  ['1m', 6],
  ['10m', 60],
])('an anomaly of %s has %d rows where rows have no times', (length, rows) => {
  const numbered = createFrame({ values: plant.values, channels: plant.channels });
  const { frame } = injectAnomalies(numbered, { ...config, count: 2, length });
  expect(frame.labels?.filter((label) => label === 1)).toHaveLength(2 * rows);
});
