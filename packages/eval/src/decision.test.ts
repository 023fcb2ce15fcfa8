/** Tests of decisions: when they are made, and that they keep what they promise. */
import { ConfigError, createRandom } from '@anodec/core';
import { expect, test } from 'vitest';
import { decideRows } from './decision.js';
import { fitCalibration } from './tail/calibration.js';

const scores = (...values: number[]) => Float32Array.from(values);
const hundred = fitCalibration(Float32Array.from({ length: 100 }, (_, i) => i));

test('calls rows by what a hundred held-out rows prove about a share of a tenth', () => {
  const decide = (score: number) =>
    decideRows(scores(score), hundred, { rate: 0.1, confidence: 0.95 })[0];
  // of 100 with a chance of 0.1 at most 4 come with 0.024, at most 5 with 0.058; at least 15 with 0.073, 16 with 0.040
  expect(decide(96)).toBe('anomalous'); // 4 are as high
  expect(decide(95)).toBe('unknown');
  expect(decide(85)).toBe('unknown'); // 15 are
  expect(decide(84)).toBe('normal'); // 16 are
  expect(decide(1000)).toBe('anomalous');
});

test('knows nothing of a share that is too small for the held-out rows', () => {
  const decided = decideRows(scores(1000, 50, NaN), hundred, { rate: 0.01, confidence: 0.95 });
  expect(decided).toEqual(['unknown', 'normal', null]); // 0.99¹⁰⁰ is 0.37
});

test('is wrong about a row less often than the confidence leaves room for', () => {
  const random = createRandom(5);
  const [rate, confidence, draws] = [0.05, 0.9, 2000];
  let [called, proven] = [0, 0];
  for (let draw = 0; draw < draws; draw++) {
    const held = Float32Array.from({ length: 200 }, () => random.uniform());
    // one above the rate, one below: 0.951 of normal rows score less than the second
    const rows = scores(0.949, 0.951);
    const [above, below] = decideRows(rows, fitCalibration(held), { rate, confidence });
    if (above === 'anomalous') called++;
    if (below === 'normal') proven++;
  }
  expect(called / draws).toBeLessThan(0.1);
  expect(proven / draws).toBeLessThan(0.1);
  expect(called + proven).toBeGreaterThan(0);
});

test('refuses a policy without held-out scores', () => {
  const decide = () => decideRows(scores(1), undefined, { rate: 0.1, confidence: 0.9 });
  expect(decide).toThrow(ConfigError);
  expect(decide).toThrow('Train anew.');
});
