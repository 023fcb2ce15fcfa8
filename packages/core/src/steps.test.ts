/** Tests of the summary of steps. */
import { expect, test } from 'vitest';
import { createFrame } from './frame.js';
import { describeSteps } from './steps.js';

const atTimes = (...times: number[]) =>
  createFrame({
    values: new Float32Array(times.length),
    channels: ['a'],
    timestamps: Float64Array.from(times),
  });

test('takes the median step and counts the steps within a tenth of it', () => {
  // steps 1000, 1000, 2000, 1050, 1200
  const summary = describeSteps(atTimes(0, 1000, 2000, 4000, 5050, 6250));
  expect(summary).toEqual({ median: 1050, regularShare: 3 / 5 });
});

test('has no step for a single row', () => {
  expect(describeSteps(atTimes(5))).toEqual({ median: NaN, regularShare: 1 });
});
