/** Tests of splitting normal operation, and of the advice where a recording is too short. */
import { createFrame, DataError, type TimeSeriesFrame } from '@anodec/core';
import { expect, test } from 'vitest';
import { collectRecordings } from './collect.js';
import { PreprocessConfig } from './config.js';
import { prepareNormal, splitNormal } from './normal-split.js';

const config = (settings: object = {}) => PreprocessConfig.parse(settings);

const atTimes = (times: readonly number[]): TimeSeriesFrame =>
  createFrame({
    values: Float32Array.from(times, (_, t) => t),
    channels: ['level'],
    timestamps: Float64Array.from(times),
    clock: 'elapsed',
  });

const everySecond = (rows: number) => atTimes(Array.from({ length: rows }, (_, t) => 1000 * t));

const rowsOf = ({ training, validation }: ReturnType<typeof splitNormal>) => [
  training[0].timestamps.length,
  validation[0].timestamps.length,
];

test('trains on the first rows, or on the share for validation where the split is inverted', () => {
  expect(rowsOf(splitNormal([everySecond(104)], config({ validationSplit: 0.2 }), 5))).toEqual([
    80, 20,
  ]);
  const inverted = config({ validationSplit: 0.05, invertedSplit: true });
  expect(rowsOf(splitNormal([everySecond(10_000)], inverted, 1))).toEqual([500, 9500]);
});

test('names what a short recording has, and a window and a share that fit', () => {
  const frames = [everySecond(150)];
  const split = () => splitNormal(frames, config(), 40, { nameOf: () => 'n.csv' });
  expect(split).toThrow(DataError);
  // 150 − 39 rows are shared 78 to 33
  expect(split).toThrow(
    'Training and validation rows of n.csv must each hold a window of windowSize 40 without a gap; ' +
      'with validationSplit 0.3 the longest stretches have 78 and 33 rows. The recording has 150 rows, ' +
      'the longest stretch without a gap 150. Choose windowSize 35 or validationSplit 0.36.',
  );
  expect(rowsOf(splitNormal(frames, config(), 35))).toEqual([81, 35]);
  expect(rowsOf(splitNormal(frames, config({ validationSplit: 0.36 }), 40))).toEqual([71, 40]);
  expect(() => splitNormal(frames, config(), 36)).toThrow(DataError);
});

test('says so when aggregation left too few rows', () => {
  // a second at 20 kHz
  const fast = atTimes(Array.from({ length: 20_000 }, (_, t) => t / 20));
  const settings = config({ sampleFreq: '10s' });
  const set = collectRecordings([fast], settings, () => 'n.csv');
  expect(set.averaged?.rowsBefore).toBe(20_000);
  expect(set.averaged?.from).toBeCloseTo(0.05, 9);
  expect(() => prepareNormal(set, settings, 20, () => 'n.csv')).toThrow(
    'The recording has 1 row after aggregation from 0.05 ms to 10 s (20,000 rows before), the longest ' +
      'stretch without a gap 1. Choose a shorter sampleFreq, such as none.',
  );
});

test('advises a tolerance for gaps where a logger skips rows, and it works', () => {
  const times = Array.from({ length: 1200 }, (_, t) => t).filter((t) => t % 12 !== 5);
  const skipping = atTimes(times.map((t) => 1000 * t));
  const split = (settings: PreprocessConfig) => {
    const { frames } = collectRecordings([skipping], settings, () => 'n.csv');
    return splitNormal(frames, settings, 20);
  };
  expect(() => split(config())).toThrow(
    'The recording has 1,100 rows, the longest stretch without a gap 11. Choose windowSize 11 or ' +
      'gapTolerance 1.',
  );
  // 1,200 − 19 rows are shared 827 to 354
  expect(rowsOf(split(config({ gapTolerance: 1 })))).toEqual([827, 354]);
});

test('advises a longer interval where steps are irregular', () => {
  const times = Array.from({ length: 400 }, (_, t) => 10_000 * t + 4000 * Math.sin(t * t));
  expect(() => splitNormal([atTimes(times)], config(), 200)).toThrow(
    /or a longer sampleFreq with missing forward-fill and its option hold, as only \d+ % of the steps are near their median/,
  );
});

test('advises an interval and a hold where rows come when something changes, and they work', () => {
  // steps of 1 s to 1 min, as even as it gets: 13, 26, 39 … modulo 60
  const steps = Array.from({ length: 800 }, (_, t) => 1000 * (1 + ((13 * t) % 60)));
  const times = steps.map(
    (
      (sum) => (step: number) =>
        (sum += step)
    )(0),
  );
  const split = (settings: PreprocessConfig) => {
    const set = collectRecordings([atTimes(times)], settings, () => 'n.csv');
    return prepareNormal(set, settings, 20, () => 'n.csv');
  };
  expect(() => split(config())).toThrow(
    'choose `sampleFreq: 1min`, `missing: forward-fill` and `missing.hold: 5min`.',
  );
  const advised = { sampleFreq: '1min', missing: { kind: 'forward-fill', hold: '5min' } } as const;
  expect(split(PreprocessConfig.parse(advised)).training).toHaveLength(1);
});

test('has no advice but a longer recording for two rows', () => {
  expect(() => splitNormal([everySecond(2)], config(), 9)).toThrow('Take a longer recording.');
});
