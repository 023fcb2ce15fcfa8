/** The nonlinearities against Math. */
import { expect, test } from 'vitest';
import { sigmoid, tanh } from './activations.js';

const grid = Float64Array.from({ length: 20_001 }, (_, i) => (i - 10_000) / 200);

test('are within 1e-14 of Math’s functions from -50 to 50', () => {
  for (const x of grid) {
    expect(Math.abs(tanh(x) - Math.tanh(x))).toBeLessThan(1e-14);
    expect(Math.abs(sigmoid(x) - 1 / (1 + Math.exp(-x)))).toBeLessThan(1e-14);
  }
});

test('saturate at infinity and keep NaN', () => {
  expect([tanh(Infinity), tanh(-Infinity), tanh(NaN)]).toEqual([1, -1, NaN]);
  expect([sigmoid(Infinity), sigmoid(NaN)]).toEqual([1, NaN]);
  expect(sigmoid(-Infinity)).toBeLessThan(1e-17);
});
