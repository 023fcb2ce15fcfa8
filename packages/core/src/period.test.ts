/** Tests of the period of a recording. */
import { expect, test } from 'vitest';
import { createFrame } from './frame.js';
import { findPeriod } from './period.js';
import { createRandom } from './random.js';

test.each([7, 25, 144])('finds the period of a noisy sine of %i rows', (period) => {
  const random = createRandom(1);
  const frame = oneChannel(
    2000,
    (t) => Math.sin((2 * Math.PI * t) / period) + 0.3 * random.normal(),
  );
  // the peak of a long period is flat, and noise decides where on it the highest lag is
  const error = Math.abs((findPeriod(frame) ?? NaN) - period);
  expect(error).toBeLessThanOrEqual(Math.max(1, 0.05 * period));
});

test('takes the lag at which all channels agree', () => {
  const channels = ['a', 'b', 'constant'];
  const values = Float32Array.from({ length: 3 * 1200 }, (_, i) => {
    const t = Math.floor(i / 3);
    return [Math.sin((2 * Math.PI * t) / 20), Math.sin((2 * Math.PI * t) / 30), 5][i % 3];
  });
  expect(findPeriod(createFrame({ values, channels }))).toBe(60);
});

test('leaves missing readings out and does not look across a gap', () => {
  const sine = (t: number) => Math.sin((2 * Math.PI * t) / 16);
  expect(findPeriod(oneChannel(400, (t) => (t % 9 === 0 ? NaN : sine(t))))).toBe(16);
  const timestamps = Float64Array.from(
    { length: 600 },
    (_, t) => t * 1000 + (t < 200 ? 0 : 60_000),
  );
  const both = oneChannel(600, (t) => (t < 200 ? Math.sin((2 * Math.PI * t) / 50) : sine(t)));
  expect(findPeriod(createFrame({ ...both, timestamps, clock: 'elapsed' }))).toBe(16);
});

test('finds none in a ramp, in a constant, and in too few rows', () => {
  expect(findPeriod(oneChannel(500, (t) => t))).toBeUndefined();
  expect(findPeriod(oneChannel(500, () => 3))).toBeUndefined();
  expect(findPeriod(oneChannel(6, (t) => t % 2))).toBeUndefined();
});

function oneChannel(T: number, valueAt: (t: number) => number) {
  return createFrame({
    values: Float32Array.from({ length: T }, (_, t) => valueAt(t)),
    channels: ['a'],
  });
}
