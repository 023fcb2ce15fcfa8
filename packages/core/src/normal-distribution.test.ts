/** The normal distribution, compared with published values. */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { normalProbability, normalQuantile } from './normal-distribution.js';

const { normal: golden } = JSON.parse(
  readFileSync(new URL('../../../test/fixtures/scaler.json', import.meta.url), 'utf8'),
);

test("gives SciPy's probabilities, in the tails to an absolute 1e-15", () => {
  for (const [i, deviate] of golden.deviates.entries()) {
    expect(Math.abs(normalProbability(deviate) - golden.probabilities[i])).toBeLessThan(1e-15);
  }
});

test("gives SciPy's quantiles, far into the tails", () => {
  for (const [i, share] of golden.shares.entries()) {
    const difference = normalQuantile(share) - golden.quantiles[i];
    expect(Math.abs(difference)).toBeLessThanOrEqual(1e-15 * Math.abs(golden.quantiles[i]) * 4);
  }
});

test('knows the ends and what is no number', () => {
  expect([normalProbability(-Infinity), normalProbability(Infinity)]).toEqual([0, 1]);
  expect([normalQuantile(0), normalQuantile(1)]).toEqual([-Infinity, Infinity]);
  expect([normalProbability(NaN), normalQuantile(NaN), normalQuantile(1.1)]).toEqual([
    NaN,
    NaN,
    NaN,
  ]);
});
