/** Range check, maxima, curves, nearest windows and disturbances, by hand or by brute force. */
import { createFrame, createRandom } from '@anodec/core';
import { expect, test } from 'vitest';
import { rankScores } from '../ranking.js';
import { binMaxima } from './bin-maxima.js';
import { channelDeviations, withGap, withNoise, withOffset, withoutReadings } from './disturb.js';
import { nearestWindow } from './nearest-window.js';
import { channelRanges, channelsOutside } from './range-check.js';
import { rankingCurves } from './ranking-curves.js';

function frameOf(values: number[], channels = ['a', 'b'], timestamps?: number[]) {
  const T = values.length / channels.length;
  return createFrame({
    values: Float32Array.from(values),
    channels,
    timestamps: Float64Array.from(timestamps ?? Array.from({ length: T }, (_, t) => t * 1000)),
    clock: 'elapsed',
  });
}

test('counts the channels out of the range of normal rows, its ends included', () => {
  const ranges = channelRanges([frameOf([1, 5, NaN, 7]), frameOf([3, NaN, 2, 6])]);
  expect([...ranges.least]).toEqual([1, 5]);
  expect([...ranges.most]).toEqual([3, 7]);
  const tested = frameOf([1, 7, 0.5, 6, 4, 8, NaN, 4, NaN, NaN]);
  expect([...channelsOutside(tested, ranges)]).toEqual([0, 1, 2, 1, NaN]);
});

test('says nothing about a channel that has no normal reading', () => {
  const ranges = channelRanges([frameOf([NaN, 5, NaN, 7])]);
  expect([...channelsOutside(frameOf([99, 6]), ranges)]).toEqual([0]);
});

test('keeps the largest score of each channel in each stretch', () => {
  // five rows of two channels in two stretches: rows 0 and 1, rows 2 to 4
  const values = Float32Array.of(1, NaN, 3, NaN, -5, 2, -4, 9, -6, NaN);
  expect([...binMaxima(values, 2, 2)]).toEqual([3, -4, NaN, 9]);
});

test('loses no peak, in however many stretches', () => {
  const random = createRandom(7);
  const values = Float32Array.from({ length: 3 * 101 }, () => random.normal());
  const column = [...values].filter((_, i) => i % 3 === 1);
  for (const bins of [1, 7, 100, 101]) {
    const maxima = binMaxima(values, 3, bins);
    expect(Math.max(...maxima.subarray(bins, 2 * bins))).toBe(Math.max(...column));
  }
});

test('draws the curves of four rows, and what the threshold in use comes to', () => {
  // ranked: attack, normal, attack, normal
  const steps = rankScores([1, 0, 1, 0], Float32Array.of(4, 3, 2, 1));
  const curves = rankingCurves(steps, { flagged: 2, hits: 1 });
  expect(curves?.points).toEqual([
    { falsePositiveRate: 0, recall: 0.5, precision: 1 },
    { falsePositiveRate: 0.5, recall: 0.5, precision: 0.5 },
    { falsePositiveRate: 0.5, recall: 1, precision: 2 / 3 },
    { falsePositiveRate: 1, recall: 1, precision: 0.5 },
  ]);
  expect(curves?.operating).toEqual({ falsePositiveRate: 0.5, recall: 0.5, precision: 0.5 });
  expect(rankingCurves(steps, { flagged: 0, hits: 0 })?.operating).toBeNull();
  expect(
    rankingCurves(rankScores([0, 0], Float32Array.of(1, 2)), { flagged: 1, hits: 0 }),
  ).toBeNull();
});

test('thins a long curve to some hundred points, its ends kept', () => {
  const random = createRandom(3);
  const scores = Float32Array.from({ length: 20_000 }, () => random.uniform());
  const labels = Uint8Array.from(scores, (score) => (score + random.uniform() > 1.4 ? 1 : 0));
  const curves = rankingCurves(rankScores(labels, scores), { flagged: 10_000, hits: 5000 });
  expect(curves?.points.length).toBeLessThan(500);
  expect(curves?.points.at(-1)).toMatchObject({ falsePositiveRate: 1, recall: 1 });
});

test('finds the window that brute force finds, missing readings and gaps left out', () => {
  const random = createRandom(11);
  const [T, C, W] = [200, 4, 12];
  const frames = [0, 1].map(() => {
    const values = Array.from({ length: T * C }, () => random.normal());
    values[55 * C + 2] = NaN;
    const times = Array.from({ length: T }, (_, t) => t * 1000 + (t >= 120 ? 60_000 : 0));
    return frameOf(values, ['a', 'b', 'c', 'd'], times);
  });
  const channels = [2, 0];
  const query = Float32Array.from({ length: W * 2 }, () => random.normal());
  let best = { frame: -1, row: -1, sum: Infinity };
  for (const [frame, { values }] of frames.entries()) {
    for (let row = 0; row + W <= T; row++) {
      if (row < 120 && row + W > 120) continue;
      let sum = 0;
      for (let i = 0; i < W; i++) {
        channels.forEach((c, k) => (sum += (query[2 * i + k] - values[(row + i) * C + c]) ** 2));
      }
      if (sum < best.sum) best = { frame, row, sum };
    }
  }
  const found = nearestWindow(query, frames, channels);
  expect(found).toMatchObject({ frame: best.frame, row: best.row });
  expect(found?.distance).toBeCloseTo(Math.sqrt(best.sum / query.length), 6);
});

test('finds a window again that was taken from a recording, at distance 0', () => {
  const random = createRandom(5);
  const frame = frameOf(Array.from({ length: 100 }, () => random.normal()));
  const query = frame.values.slice(2 * 31, 2 * 41);
  expect(nearestWindow(query, [frame], [0, 1])).toEqual({ frame: 0, row: 31, distance: 0 });
  const last = frame.values.slice(2 * 44, 2 * 50);
  expect(nearestWindow(last, [frame], [0, 1])).toMatchObject({ row: 44, distance: 0 });
  expect(nearestWindow(query.fill(NaN, 0, 1), [frame], [0, 1])).toBeNull();
});

test('disturbs the channel that is named and no other', () => {
  const frame = frameOf([1, 2, 3, 4]);
  expect([...withoutReadings(frame, 'b').values]).toEqual([1, NaN, 3, NaN]);
  expect([...withOffset(frame, 'a', 10).values]).toEqual([11, 2, 13, 4]);
  expect([...frame.values]).toEqual([1, 2, 3, 4]);
});

test('adds noise of the deviation asked for, the same for the same seed', () => {
  const frame = frameOf(Array.from({ length: 4000 }, () => 5));
  const noisy = withNoise(frame, Float64Array.of(2, 0), 42);
  const [first, second] = channelDeviations([noisy]);
  expect(first).toBeCloseTo(2, 0);
  expect(second).toBe(0);
  expect(withNoise(frame, Float64Array.of(2, 0), 42).values).toEqual(noisy.values);
});

test('leaves rows out so that the clock jumps, with the labels of the others', () => {
  const labels = Uint8Array.of(0, 1, 1, 0);
  const frame = createFrame({ ...frameOf([1, 2, 3, 4, 5, 6, 7, 8]), labels });
  const cut = withGap(frame, { start: 1, end: 3 });
  expect([...cut.timestamps]).toEqual([0, 3000]);
  expect([...cut.values]).toEqual([1, 2, 7, 8]);
  expect([...(cut.labels ?? [])]).toEqual([0, 0]);
});

test('measures deviations in one pass without losing the digits of a counter', () => {
  const frame = frameOf([1, 16_777_210, 2, 16_777_212, 3, 16_777_214, NaN, NaN]);
  const [a, b] = channelDeviations([frame]);
  expect(a).toBeCloseTo(Math.sqrt(2 / 3), 12);
  expect(b).toBeCloseTo(2 * Math.sqrt(2 / 3), 9);
});
