/** Tests of how unsteady times are. */
import { expect, test } from 'vitest';
import { compareSteadiness, unsteadiness } from './time-order.js';

test('counts steps back, on the spot and of more than one and a half usual ones', () => {
  // steps 10, 10, 15, 16, -1, 0, 10; the usual one is 10
  const times = Float64Array.of(0, 10, 20, 35, 51, 50, 50, 60);
  expect(unsteadiness(times)).toEqual({ breaks: 3, deviation: 0 + 0 + 5 + 6 + 11 + 10 + 0 });
});

test('is nothing for a single row', () => {
  expect(unsteadiness(Float64Array.of(5))).toEqual({ breaks: 0, deviation: 0 });
});

test('compares breaks before deviation', () => {
  const compare = (a: readonly [number, number], b: readonly [number, number]) =>
    Math.sign(
      compareSteadiness({ breaks: a[0], deviation: a[1] }, { breaks: b[0], deviation: b[1] }),
    );
  expect([compare([1, 9], [2, 0]), compare([1, 3], [1, 2]), compare([1, 2], [1, 2])]).toEqual([
    -1, 1, 0,
  ]);
});
