/** Tests of rows and windows as points. */
import { createFrame, sliceFrame } from '@anodec/core';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { definePointDetector } from './point-detector.js';
import type { Points } from './point-method.js';

/** What the last fit and score were given. */
const seen: { fitted?: Points; scored: number[][] } = { scored: [] };

/** Scores a point by its first number, and keeps what it was given. */
const first = definePointDetector({
  name: 'first',
  settings: { factor: z.number().default(1) },
  title: () => 'First',
  maxRows: 100,
  fit(points, { config }) {
    seen.fitted = points;
    return model(config.factor);
  },
  restore: ({ factor }) => model(factor),
});

function model(factor: number) {
  return {
    pointsAtOnce: 3,
    score({ values, size }: Points, out: Float32Array) {
      for (let n = 0; n < out.length; n++) {
        const point = [...values.subarray(n * size, (n + 1) * size)];
        seen.scored.push(point);
        out[n] = factor * point[0];
      }
    },
    arrays: {},
  };
}

const channels = ['a', 'b'];
const rows = (values: number[], timestamps?: number[]) =>
  createFrame({
    values: Float32Array.from(values),
    channels,
    ...(timestamps && { timestamps: Float64Array.from(timestamps) }),
  });
/** Ten rows: 0 to 9, and their squares. */
const ten = rows(Array.from({ length: 20 }, (_, i) => (i % 2 === 0 ? i / 2 : ((i - 1) / 2) ** 2)));

test('scores rows for themselves', async () => {
  const fitted = await first.create({ factor: 2 }).fit([ten]);
  expect(fitted.lookback).toBe(0);
  expect([...(await fitted.score(ten)).rows]).toEqual([0, 2, 4, 6, 8, 10, 12, 14, 16, 18]);
});

test('gives the score of a window to its last row, and none across a gap', async () => {
  const gap = rows([0, 0, 1, 0, 2, 0, 3, 0, 4, 0, 5, 0], [0, 1, 2, 9, 10, 11]);
  const fitted = await first.create({ windowSize: 2 }).fit([ten]);
  expect([...(await fitted.score(gap)).rows]).toEqual([NaN, 0, 1, NaN, 3, 4]);
  const short = await fitted.score(sliceFrame(ten, { start: 0, end: 1 }));
  expect([...short.rows]).toEqual([NaN]);
});

test('gives statistics of each channel, the slope as the rise over the window', async () => {
  const options = { windowSize: 3, windowFeatures: 'statistics' };
  const fitted = await first.create(options).fit([ten]);
  seen.scored = [];
  await fitted.score(sliceFrame(ten, { start: 1, end: 4 }));
  const [means, deviations, minima, maxima, slopes] = [0, 2, 4, 6, 8].map((at) =>
    seen.scored[0].slice(at, at + 2),
  );
  expect(means[0]).toBe(2);
  expect(means[1]).toBeCloseTo(14 / 3, 6);
  expect(deviations[0]).toBeCloseTo(Math.sqrt(2 / 3), 6);
  expect([minima, maxima, slopes]).toEqual([
    [1, 1],
    [3, 9],
    [2, 8],
  ]);
});

test('learns from at most maxRows windows of all recordings at even distances', async () => {
  const [head, tail] = [
    { start: 0, end: 4 },
    { start: 4, end: 10 },
  ].map((segment) => sliceFrame(ten, segment));
  await first.create({ maxRows: 4, windowSize: 2 }).fit([head, tail]);
  // 3 + 5 windows, every second one; the first numbers are those of their first rows
  expect([...(seen.fitted?.values ?? [])].filter((_, i) => i % 4 === 0)).toEqual([0, 2, 5, 7]);
});

test('puts the training mean in place of a missing reading; a row without any has no score', async () => {
  const fitted = await first.create({}).fit([ten]);
  const { rows: scores } = await fitted.score(rows([NaN, 1, NaN, NaN, 7, NaN]));
  expect([...scores]).toEqual([4.5, NaN, 7]);
});

test('says how long a window may be', async () => {
  await expect(first.create({ windowSize: 11 }).fit([ten])).rejects.toThrow(
    'windowSize must be at most the longest stretch of training rows without a gap, got 11',
  );
});
