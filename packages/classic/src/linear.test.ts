/** Tests of the linear path against scikit-learn and by hand. */
import { readFileSync } from 'node:fs';
import { createFrame, StoppedError } from '@anodec/core';
import { expect, test } from 'vitest';
import { solveCholesky } from './cholesky.js';
import { linear } from './linear.js';
import {
  fitLinearPath,
  linearExpectation,
  LinearPathConfig,
  linearLookback,
} from './linear-path.js';

interface Golden {
  channels: number;
  settings: Record<string, number>;
  train: number[];
  test: number[];
  components: number;
  coefficients: number[];
  shares: number[];
  spreads: number[];
  expected: number[];
}

const fixture = new URL('../../../test/fixtures/linear-path.json', import.meta.url);
const golden = JSON.parse(readFileSync(fixture, 'utf8')) as Golden;
const channels = Array.from({ length: golden.channels }, (_, c) => `c${c}`);
const train = createFrame({ values: Float32Array.from(golden.train), channels });
const probe = createFrame({ values: Float32Array.from(golden.test), channels });
const config = LinearPathConfig.parse(golden.settings);

test('learns the components, the ridge regression and the shares that scikit-learn finds', async () => {
  const path = await fitLinearPath(config, [train]);
  expect(path.components).toHaveLength(golden.components * golden.channels);
  expect(path.coefficients).toHaveLength(golden.coefficients.length);
  golden.coefficients.forEach((value, i) => expect(path.coefficients[i]).toBeCloseTo(value, 5));
  golden.shares.forEach((value, c) => expect(path.shares[c]).toBeCloseTo(value, 5));
  golden.spreads.forEach((value, c) => expect(path.spreads[c]).toBeCloseTo(value, 5));
});

test('expects the readings that scikit-learn expects, after the rows it looks back on', async () => {
  const path = await fitLinearPath(config, [train]);
  const expected = await linearExpectation(path, probe);
  const before = config.lags * golden.channels;
  expect(expected.subarray(0, before).every(Number.isNaN)).toBe(true);
  expect(expected).toHaveLength(before + golden.expected.length);
  golden.expected.forEach((value, i) => expect(expected[before + i]).toBeCloseTo(value, 4));
});

test('looks back on no row before a gap in time', async () => {
  const path = await fitLinearPath({ ...config, lags: 1 }, [train]);
  const timestamps = Float64Array.of(0, 1, 2, 50, 51).map((t) => t * 1000);
  const values = probe.values.slice(0, 5 * channels.length);
  const gap = createFrame({ values, channels, timestamps, clock: 'elapsed' });
  const expected = await linearExpectation(path, gap);
  const missing = [0, 1, 2, 3, 4].filter((t) => Number.isNaN(expected[t * channels.length]));
  expect(missing).toEqual([0, 3]);
});

test('expects the mean of the only channel of a table, which is a component of its own', async () => {
  const values = Float32Array.from({ length: 90 }, (_, i) => 4 + Math.sin(i / 5));
  const only = createFrame({ values, channels: ['only'] });
  const path = await fitLinearPath(LinearPathConfig.parse({ lags: 0 }), [only]);
  const expected = await linearExpectation(path, only);
  expected.forEach((reading) => expect(reading).toBeCloseTo(path.means[0], 6));
});

test('expects of a channel what the others say, whatever it reads itself', async () => {
  const path = await fitLinearPath({ ...config, lags: 0 }, [train]);
  const C = channels.length;
  const moved = probe.values.slice();
  moved[2 * C + 1] += 5;
  const jump = createFrame({ values: moved, channels });
  const [before, after] = [
    await linearExpectation(path, probe),
    await linearExpectation(path, jump),
  ];
  // a five-hundredth of the jump at most: what is left of the divisor
  expect(Math.abs(after[2 * C + 1] - before[2 * C + 1])).toBeLessThan(0.01);
  expect(Math.abs(after[2 * C] - before[2 * C])).toBeGreaterThan(0.1);
});

test('scores as before with a state that was stored before channels were left out', async () => {
  const fitted = await linear.create({ lags: 0, explainedVariance: 1 }).fit([train]);
  const { own, ...arrays } = fitted.state().arrays;
  expect([...(own?.data ?? [])].every((share) => share > 0.99)).toBe(true);
  const { rows } = await linear.restore({ ...fitted.state(), arrays }).score(probe);
  expect(Math.max(...rows)).toBeLessThan(1e-8); // all components: the projection is the row
});

test('gives a channel that never moved the spread of the floor and expects its value', async () => {
  const values = Float32Array.from({ length: 60 }, (_, i) => (i % 2 === 0 ? 7 : Math.sin(i)));
  const still = createFrame({ values, channels: ['still', 'wave'] });
  const path = await fitLinearPath(LinearPathConfig.parse({}), [still]);
  expect(path.spreads[0]).toBeCloseTo(Math.sqrt(3e-5), 6);
  const expected = await linearExpectation(path, still);
  expect(expected[40]).toBeCloseTo(7, 6);
});

test('forecasts wide tables from fewer rows, and the widest from none', () => {
  const defaults = LinearPathConfig.parse({});
  expect([10, 1000, 2000, 3000].map((C) => linearLookback(defaults, C))).toEqual([4, 2, 1, 0]);
});

test('stops fitting when it is aborted', async () => {
  const stopped = linear.create({}).fit([train], { signal: AbortSignal.abort() });
  await expect(stopped).rejects.toThrow(StoppedError);
});

test('solves equations by hand, and refuses a matrix that is not positive definite', async () => {
  const right = Float64Array.of(8, 7);
  await solveCholesky(Float64Array.of(4, 2, 2, 3), 2, right); // 4x + 2y = 8, 2x + 3y = 7
  expect(right[0]).toBeCloseTo(1.25, 12);
  expect(right[1]).toBeCloseTo(1.5, 12);
  const singular = solveCholesky(Float64Array.of(1, 1, 1, 1), 2, Float64Array.of(1, 1));
  await expect(singular).rejects.toThrow('must be positive definite');
});
