/** Tests of the scalers, against scikit-learn. */
import { readFileSync } from 'node:fs';
import { ConfigError, createFrame, DataError, ShapeError } from '@anodec/core';
import { describe, expect, test } from 'vitest';
import { LinearMap } from './channel-map.js';
import { applyScaler, fitScaler, invertScaler, type Scaler } from './scaler.js';

const golden = JSON.parse(
  readFileSync(new URL('../../../../test/fixtures/scaler.json', import.meta.url), 'utf8'),
);

const frameOf = (values: readonly number[], channels: readonly string[] = golden.channels) =>
  createFrame({ values: Float32Array.from(values), channels });

const linear = ({ maps }: Scaler): LinearMap[] => maps.map((map) => LinearMap.parse(map));

describe.each(['standard', 'minmax', 'robust'] as const)('%s', (kind) => {
  test("learns scikit-learn's offsets and scales", () => {
    const learned = linear(fitScaler({ kind }, frameOf(golden.train)));
    for (const [c, { offset, scale }] of learned.entries()) {
      expect(offset).toBeCloseTo(golden[kind].offsets[c], 12);
      expect(scale / golden[kind].scales[c]).toBeCloseTo(1, 12);
    }
  });

  test("scales other rows as scikit-learn does, to float32's precision", () => {
    const scaled = applyScaler(fitScaler({ kind }, frameOf(golden.train)), frameOf(golden.test));
    for (const [i, value] of golden[kind].scaled.entries()) {
      expect(scaled.values[i]).toBe(Math.fround(value));
    }
  });

  test('gives the raw values when inverted', () => {
    const frame = frameOf(golden.train);
    const scaler = fitScaler({ kind }, frame);
    const back = invertScaler(scaler, applyScaler(scaler, frame));
    for (const [i, value] of back.values.entries()) {
      // scaled values are rounded to float32 once, and raw ones again
      const size = Math.abs(value) + Math.abs(linear(scaler)[i % 4].offset);
      expect(Math.abs(value - frame.values[i])).toBeLessThanOrEqual(2 ** -23 * size);
    }
  });
});

describe.each([
  ['of 1,000 kept quantiles', golden.quantile_many, ['level']],
  ['of few rows with ties', golden.quantile_few, ['level', 'valve']],
])('quantile, %s', (_, expected, channels) => {
  const frame = frameOf(expected.test, channels);
  const scaler = fitScaler({ kind: 'quantile' }, frameOf(expected.train, channels));

  test("gives scikit-learn's deviates, also on steps and beyond the training range", () => {
    for (const [i, value] of applyScaler(scaler, frame).values.entries()) {
      // float32 readings and results; scikit-learn had the same readings in float64
      expect(value).toBeCloseTo(expected.scaled[i], 5);
    }
  });

  test("inverts deviates to scikit-learn's readings", () => {
    for (const [i, value] of invertScaler(scaler, applyScaler(scaler, frame)).values.entries()) {
      // a deviate rounded to float32, where the two levels of the channel lie far apart
      expect(Math.abs(value - expected.back[i])).toBeLessThan(2e-3);
    }
  });
});

test('keeps a constant channel in its own unit, centred, whatever the kind', () => {
  for (const kind of ['standard', 'minmax', 'robust', 'quantile'] as const) {
    const scaler = fitScaler({ kind }, frameOf([7, 7, 7], ['P102']));
    expect([...applyScaler(scaler, frameOf([7, 9, NaN], ['P102'])).values]).toEqual([0, 2, NaN]);
  }
});

test('scales channels apart that are named', () => {
  const frame = frameOf([10, 1, 20, 2, 30, 1], ['LIT101', 'MV101']);
  const scaler = fitScaler({ kind: 'standard' }, frame, {
    apart: { scaler: { kind: 'minmax' }, channels: ['MV101'] },
  });
  const { values } = applyScaler(scaler, frame);
  expect([values[1], values[3], values[5]]).toEqual([0, 1, 0]);
  expect(values[0]).toBeCloseTo(-Math.sqrt(1.5), 6);
});

test('does not count missing readings, and keeps them', () => {
  const values = Float32Array.from(golden.train);
  values[golden.missing_at] = NaN;
  const frame = createFrame({ values, channels: golden.channels });
  const scaler = fitScaler({ kind: 'standard' }, frame);
  const [{ offset, scale }] = linear(scaler);
  expect(offset).toBeCloseTo(golden.standard_missing.offsets[0], 12);
  expect(scale).toBeCloseTo(golden.standard_missing.scales[0], 12);
  expect(applyScaler(scaler, frame).values[golden.missing_at]).toBeNaN();
});

test('finds the small deviation of a large level', () => {
  // by hand: 1e7 ± 1 has deviation 1; one pass over float32 sums would find 0 or nonsense
  const values = Array.from({ length: 1000 }, (_, t) => 1e7 + (t % 2 === 0 ? 1 : -1));
  expect(linear(fitScaler({ kind: 'standard' }, frameOf(values, ['a'])))[0].scale).toBeCloseTo(
    1,
    12,
  );
});

test('learns from several recordings as from one', () => {
  const frame = frameOf(golden.train);
  const parts = [frameOf(golden.train.slice(0, 40)), frameOf(golden.train.slice(40))];
  expect(fitScaler({ kind: 'standard' }, parts)).toEqual(fitScaler({ kind: 'standard' }, frame));
});

test('cuts scaled values to the clip and survives JSON', () => {
  const scaler = fitScaler({ kind: 'none' }, frameOf([0, 1], ['a']), { clip: 5 });
  const copy: Scaler = JSON.parse(JSON.stringify(scaler));
  expect([...applyScaler(copy, frameOf([-9, 4, 9, NaN], ['a'])).values]).toEqual([-5, 4, 5, NaN]);
});

test('keeps times and labels', () => {
  const timestamps = Float64Array.of(10, 20);
  const frame = createFrame({
    values: Float32Array.of(1, 3),
    channels: ['a'],
    timestamps,
    labels: Uint8Array.of(0, 1),
  });
  expect(applyScaler(fitScaler({ kind: 'standard' }, frame), frame)).toEqual({
    ...frame,
    values: Float32Array.of(-1, 1),
  });
});

test('says what is wrong', () => {
  const frame = frameOf([1, 2], ['a']);
  expect(() => fitScaler({ kind: 'rebust' }, frame)).toThrow(ConfigError);
  expect(() => fitScaler({ kind: 'none' }, frame, { clip: 0 })).toThrow(
    'clip must be above 0, got 0.',
  );
  expect(() => fitScaler({ kind: 'standard' }, [])).toThrow(
    'A scaler must have a recording to learn from.',
  );
  expect(() => fitScaler({ kind: 'standard' }, frameOf([NaN, NaN], ['a']))).toThrow(DataError);
  expect(() => fitScaler({ kind: 'standard' }, frameOf([1, Infinity], ['a']))).toThrow(
    'a must have finite readings to learn its scale from, got an infinite one.',
  );
  const scaler = fitScaler({ kind: 'standard' }, frame);
  expect(() => applyScaler(scaler, frameOf([1, 2], ['b']))).toThrow(ShapeError);
  expect(() => fitScaler({ kind: 'standard' }, [frame, frameOf([1], ['b'])])).toThrow(
    'The channels of the training rows must be a in this order, got without a and with b besides.',
  );
});
