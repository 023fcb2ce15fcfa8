import { readFileSync } from 'node:fs';
import { ConfigError, createFrame } from '@anodec/core';
import { expect, test } from 'vitest';
import { resampleFrame } from './resample.js';

const golden = JSON.parse(
  readFileSync(new URL('../../../test/fixtures/resample.json', import.meta.url), 'utf8'),
);
const numbers = (values: readonly (number | null)[]) => values.map((value) => value ?? NaN);

const recording = createFrame({
  values: Float32Array.from(numbers(golden.values)),
  channels: ['a', 'b'],
  timestamps: Float64Array.from(golden.times),
  labels: Uint8Array.from(golden.labels),
});

test.each([
  ['10s', 10_000],
  ['1min', 60_000],
] as const)("gives pandas' means, times and largest labels at %s", (name, period) => {
  const { timestamps, values, labels } = resampleFrame(recording, period);
  expect([...timestamps]).toEqual(golden[name].times);
  expect([...values]).toEqual([...Float32Array.from(numbers(golden[name].values))]);
  expect([...(labels ?? [])]).toEqual(golden[name].labels);
});

test('anchors the grid at 1970 also where the period does not divide a day', () => {
  const { timestamps, values } = resampleFrame(recording, 7000);
  expect([...timestamps]).toEqual(golden['7s_epoch'].times);
  expect([...values]).toEqual([...Float32Array.from(numbers(golden['7s_epoch'].values))]);
});

test('leaves a gap where no rows are and a missing reading where all are missing', () => {
  const frame = createFrame({
    values: Float32Array.of(1, 3, NaN, NaN, 8),
    channels: ['a'],
    timestamps: Float64Array.of(0, 1, 2, 3, 9),
    clock: 'elapsed',
  });
  const resampled = resampleFrame(frame, 2);
  expect([...resampled.timestamps]).toEqual([0, 2, 8]);
  expect([...resampled.values]).toEqual([2, NaN, 8]);
  expect(resampled.clock).toBe('elapsed');
  expect(resampled.labels).toBeUndefined();
});

test('changes nothing at the period of the recording', () => {
  const frame = createFrame({
    values: Float32Array.of(1, 3, 4),
    channels: ['a'],
    timestamps: Float64Array.of(1e12, 1e12 + 1000, 1e12 + 3000),
    labels: Uint8Array.of(0, 1, 0),
  });
  expect(resampleFrame(frame, 1000)).toEqual(frame);
});

test('refuses a period of nothing and rows without times', () => {
  expect(() => resampleFrame(recording, 0)).toThrow(ConfigError);
  const numbered = createFrame({ values: Float32Array.of(1, 2), channels: ['a'] });
  expect(() => resampleFrame(numbered, 1000)).toThrow(
    'A recording must have times to be resampled, got one whose rows are only numbered.',
  );
});
