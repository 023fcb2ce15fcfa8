/** Normalisations: one test for all entries of the table, one with numbers. */
import { describe, expect, test } from 'vitest';
import { normalisations } from './registry.js';

describe.each(normalisations.kinds())('normalisation %s', (kind) => {
  test('gives a channel without errors a spread above zero', () => {
    const { centre, spread } = normalisations.get(kind).fit({ kind }, new Float32Array(10));
    expect(centre).toBe(0);
    expect(spread).toBeGreaterThan(0);
  });
});

test('normalises by the numbers of each name', () => {
  const errors = Float32Array.of(1, 2, 3, 4, 10);
  const fit = (kind: string) => normalisations.get(kind).fit({ kind, floor: 0.5 }, errors);
  expect(fit('none')).toEqual({ centre: 0, spread: 1 });
  expect(fit('mean')).toEqual({ centre: 0, spread: 4.5 });
  expect(fit('gaussian')).toEqual({ centre: 4, spread: Math.sqrt(10) });
  expect(fit('tail').spread).toBeCloseTo(4 + 0.996 * 6, 12); // 0.999 of four steps: 3.996
  const robust = fit('robust');
  expect(robust.centre).toBe(3);
  // median deviation 1 gives 1.48; the 95 % quantile, 8.8, lies 5.8 above the median
  expect(robust.spread).toBeCloseTo(5.8 / 1.64485363, 6);
});
