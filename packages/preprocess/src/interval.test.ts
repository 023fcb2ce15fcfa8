/** Tests of the interval between rows. */
import { createFrame, DataError } from '@anodec/core';
import { expect, test } from 'vitest';
import { checkInterval, describeAveraging, shortDuration, toInterval } from './interval.js';

/** Rows that count up, so many milliseconds apart. */
const ramp = (rows: number, step: number) =>
  createFrame({
    values: Float32Array.from({ length: rows }, (_, t) => t),
    channels: ['level'],
    timestamps: Float64Array.from({ length: rows }, (_, t) => t * step),
    clock: 'elapsed',
  });
const settings = { aggregate: ['mean'] };

test('aggregates rows that are finer than those of training, and says so', () => {
  const { frame, averaged, note } = checkInterval(10_000, ramp(6000, 1000), settings, 'a.csv');
  expect(averaged).toEqual({ from: 1000, to: 10_000, rowsBefore: 6000, rowsAfter: 600 });
  expect([...frame.values.subarray(0, 2)]).toEqual([4.5, 14.5]);
  expect(note).toBe('Rows of a.csv were aggregated from 1 s to 10 s: 6,000 rows became 600.');
});

test('refuses rows that are coarser than those of training, with both intervals', () => {
  const check = () => checkInterval(10_000, ramp(10, 60_000), settings, 'a.csv');
  expect(check).toThrow(DataError);
  expect(check).toThrow(
    'The rows of a.csv must be at most 10 s apart, the interval of the training rows, got 1 min. ' +
      'Take a recording with more rows, or train with the setting sampleFreq: 1min.',
  );
});

test('leaves rows of nearly the same interval, and of an unknown one, as they are', () => {
  const frame = ramp(10, 9000);
  expect(checkInterval(10_000, frame, settings)).toEqual({ frame });
  expect(checkInterval(undefined, frame, settings)).toEqual({ frame });
  const numbered = createFrame({ values: new Float32Array(3), channels: ['a'] });
  expect(checkInterval(10_000, numbered, settings, 'a.csv')).toEqual({
    frame: numbered,
    note: 'The interval of a.csv is unknown, as its rows are only numbered; 10 s, the interval of the training rows, is assumed.',
  });
});

test('aggregates to the interval of the settings unless rows are that far apart or have no times', () => {
  const aggregate = ['last'];
  const { frame, averaged } = toInterval(ramp(6, 10_000), { sampleFreq: '30s', aggregate });
  expect([...frame.values]).toEqual([2, 5]);
  expect(averaged).toMatchObject({ from: 10_000, to: 30_000, rowsBefore: 6, rowsAfter: 2 });
  expect(toInterval(ramp(6, 10_000), { sampleFreq: '10s', aggregate }).averaged).toBeUndefined();
  expect(toInterval(ramp(6, 10_000), { sampleFreq: 'none', aggregate }).averaged).toBeUndefined();
});

test('writes intervals so short that seconds would show nothing of them', () => {
  const averaged = { from: 0.05, to: 10_000, rowsBefore: 20_000, rowsAfter: 1 };
  expect(describeAveraging(averaged)).toBe(
    'Rows of the recording were aggregated from 0.05 ms to 10 s: 20,000 rows became 1.',
  );
  expect([7_200_000, 90_000, 1500].map(shortDuration)).toEqual(['2h', '90s', '1500ms']);
});
