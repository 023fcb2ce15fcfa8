/** Autoregression against NumPy's least squares. */
import { readFileSync } from 'node:fs';
import { createFrame } from '@anodec/core';
import { expect, test } from 'vitest';
import { autoregression } from './autoregression.js';

interface Golden {
  autoregression: { series: number[]; errors: number[] };
}

const fixture = new URL('../../../test/fixtures/detectors.json', import.meta.url);
const { series, errors } = (JSON.parse(readFileSync(fixture, 'utf8')) as Golden).autoregression;
const frame = createFrame({ values: Float32Array.from(series), channels: ['a', 'b'] });

test('has the forecast errors of a ridge regression by NumPy', async () => {
  const fitted = await autoregression.create({ lags: 3, ridge: 1e-3 }).fit([frame]);
  const { channels } = await fitted.score(frame);
  errors.forEach((error, i) => {
    const score = channels?.[3 * 2 + i] ?? NaN;
    expect(Math.abs(score - error)).toBeLessThan(2e-6 * Math.max(1, error));
  });
});

test('expects the value of a channel that does not vary', async () => {
  const still = createFrame({ values: new Float32Array(40).fill(7), channels: ['a'] });
  const fitted = await autoregression.create({}).fit([still]);
  const { rows } = await fitted.score(still);
  expect([...rows.subarray(4)].every((score) => score === 0)).toBe(true);
});

test('refuses stretches that are hardly longer than the lags', async () => {
  const short = createFrame({ values: new Float32Array(9), channels: ['a'] });
  await expect(autoregression.create({ lags: 6 }).fit([short])).rejects.toThrow(
    'lags must leave more rows to forecast than 6, got 3',
  );
});
