/** Tests of random scores. */
import { createFrame, createRandom, mean } from '@anodec/core';
import { expect, test } from 'vitest';
import { random } from './random.js';

const channels = ['a', 'b', 'c'];
const generator = createRandom(1);
const T = 20_000;
const values = Float32Array.from({ length: 3 * T }, () => generator.normal());
const frame = createFrame({ values, channels });

test('is uniform between 0 and 1, whatever the readings are', async () => {
  const { rows, channels: none } = await (await random.create({}).fit([frame])).score(frame);
  expect(none).toBeUndefined();
  const sorted = rows.slice().sort();
  // Kolmogorov–Smirnov: 1.63 / √T is exceeded by chance once in a hundred
  const distances = Array.from(sorted, (score, t) => Math.abs(score - (t + 0.5) / T));
  expect(Math.max(...distances)).toBeLessThan(1.63 / Math.sqrt(T));
});

test('has nothing to do with how far a row is from the mean, and changes with the seed', async () => {
  const size = Array.from({ length: T }, (_, t) =>
    Math.hypot(...values.subarray(3 * t, 3 * t + 3)),
  );
  const scoresOf = async (seed: number) =>
    (await (await random.create({ seed }).fit([frame])).score(frame)).rows;
  const [first, second] = [await scoresOf(1), await scoresOf(2)];
  // 4 / √T is exceeded by chance once in 16,000
  expect(Math.abs(correlation(first, size))).toBeLessThan(4 / Math.sqrt(T));
  expect(Math.abs(correlation(first, second))).toBeLessThan(4 / Math.sqrt(T));
});

test('gives equal rows the same score and a row without readings none', async () => {
  const rows = Float32Array.of(1, 0, 3, 1, -0, 3, NaN, NaN, NaN, 1, NaN, 3);
  const { rows: scores } = await (await random.create({}).fit([frame])).score(
    createFrame({ values: rows, channels }),
  );
  expect(scores[1]).toBe(scores[0]);
  expect(scores[2]).toBeNaN();
  expect(scores[3]).toBeGreaterThanOrEqual(0);
  expect(scores[3]).not.toBe(scores[0]);
});

function correlation(a: ArrayLike<number>, b: ArrayLike<number>): number {
  const [p, q] = [Float64Array.from(a), Float64Array.from(b)];
  const [mp, mq] = [mean(p), mean(q)];
  let [pq, pp, qq] = [0, 0, 0];
  for (let i = 0; i < p.length; i++) {
    pq += (p[i] - mp) * (q[i] - mq);
    pp += (p[i] - mp) ** 2;
    qq += (q[i] - mq) ** 2;
  }
  return pq / Math.sqrt(pp * qq);
}
