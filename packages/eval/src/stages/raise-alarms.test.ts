/** Alarm rules by hand: hysteresis, quiet period, and how both go with merging and lengths. */
import { expect, test } from 'vitest';
import { alarmCoverage } from '../coverage.js';
import { thresholdStage } from './exceed.js';
import { alarmStage } from './raise-alarms.js';

const time = { clock: 'rows', period: 1, assumedPeriod: '1min' } as const;

interface Rules {
  readonly closeAt?: number;
  readonly quiet?: number;
  readonly gap?: number;
  readonly minimum?: number;
  readonly timestamps?: Float64Array;
}

/** Rows of the alarms above 10, as first and last row. */
function alarmsOf(
  scores: readonly number[],
  { closeAt = 1, quiet = 0, gap = 0, minimum = 1, timestamps }: Rules,
) {
  const score = Float32Array.from(scores);
  const limit = thresholdStage(
    { settings: { kind: 'fixed' }, state: null, value: 10, sawLabels: false, closeAt },
    time,
  );
  const limited = limit.apply(score);
  const alarms = alarmStage({ gap, minimum, quiet, period: 1, channels: [] }).apply({
    score,
    timestamps: timestamps ?? Float64Array.from(scores.keys()),
    ...limited,
  });
  return { rows: alarms.map(({ rows }) => [rows.start, rows.end - 1]), alarms, ...limited };
}

test('goes on while scores stay above the closing threshold, and does not begin there', () => {
  const scores = [8, 8, 11, 8, 7, 4, 8, 12, 4];
  expect(alarmsOf(scores, {}).rows).toEqual([
    [2, 2],
    [7, 7],
  ]);
  expect(alarmsOf(scores, { closeAt: 0.5 }).rows).toEqual([
    [2, 4],
    [7, 7],
  ]);
});

test('ends at a row without a score, however low the closing threshold', () => {
  expect(alarmsOf([11, 9, NaN, 9, 9], { closeAt: 0.5 }).rows).toEqual([[0, 1]]);
});

test('puts the closing threshold below a negative threshold as well', () => {
  const limit = {
    settings: { kind: 'fixed' },
    state: null,
    sawLabels: false,
    closeAt: 0.5,
  } as const;
  const { exceeds, holds } = thresholdStage({ ...limit, value: -4 }, time).apply(
    Float32Array.of(-3, -5, -7),
  );
  expect([[...exceeds], [...holds]]).toEqual([
    [1, 0, 0],
    [1, 1, 0],
  ]);
});

test('begins no alarm in the quiet rows after one, and one at their end when scores are still high', () => {
  const scores = [11, 0, 0, 11, 11, 11, 0, 0, 0];
  expect(alarmsOf(scores, {}).rows).toEqual([
    [0, 0],
    [3, 5],
  ]);
  expect(alarmsOf(scores, { quiet: 3 }).rows).toEqual([
    [0, 0],
    [4, 5],
  ]);
  expect(alarmsOf(scores, { quiet: 5 }).rows).toEqual([[0, 0]]);
});

test('counts the quiet period from alarms that were raised, not from runs that were too short', () => {
  const scores = [11, 0, 11, 11, 0, 11, 11];
  expect(alarmsOf(scores, { quiet: 3, minimum: 2 }).rows).toEqual([[2, 3]]);
});

test('merges first: a break that is merged is not quiet', () => {
  expect(alarmsOf([11, 0, 11], { quiet: 5, gap: 1 }).rows).toEqual([[0, 2]]);
});

test('ends the quiet period in time, too, where rows are missing', () => {
  const timestamps = Float64Array.of(0, 1, 50, 51);
  expect(alarmsOf([11, 0, 11, 11], { quiet: 10, timestamps }).rows).toEqual([
    [0, 0],
    [2, 3],
  ]);
});

test('tells how many more rows are in alarm than above the threshold', () => {
  const found = alarmsOf([11, 0, 0, 11, 0, 0, 0, 11], { gap: 2 });
  expect(alarmCoverage([found])).toEqual({ rowsAbove: 3, rowsInAlarm: 5, ratio: 5 / 3 });
  expect(alarmCoverage([alarmsOf([1, 1], {})]).ratio).toBeNaN();
});
