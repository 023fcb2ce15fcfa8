/** Conversion of nanoseconds. */
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { millisecondsOf, nanosecondsOf } from './nanoseconds.js';

test('divides as whole numbers of 64 bits do, before 1970 too', () => {
  fc.assert(
    fc.property(fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }), (time) => {
      const rest = ((time % 1_000_000n) + 1_000_000n) % 1_000_000n;
      const expected = Number((time - rest) / 1_000_000n) + Number(rest) / 1e6;
      expect([...millisecondsOf(BigInt64Array.of(0n, time))]).toEqual([0, expected]);
    }),
    { numRuns: 2000, seed: 42 },
  );
});

test('gives back dates of recordings to the microsecond', () => {
  const times = Float64Array.of(Date.UTC(2016, 0, 2, 14, 59, 59) + 0.25, -1.5, 0, 1e12 + 0.001);
  expect(millisecondsOf(nanosecondsOf(times))).toEqual(times);
});
