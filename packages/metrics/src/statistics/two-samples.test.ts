/** Tests of two samples and of tables of counts, against SciPy and by counting. */
import { readFileSync } from 'node:fs';
import { DataError } from '@anodec/core';
import { describe, expect, test } from 'vitest';
import { brunnerMunzel } from './brunner-munzel.js';
import { contingencyTest } from './contingency.js';
import { mannWhitney } from './mann-whitney.js';
import { welchTest } from './welch.js';

interface Golden {
  samples: {
    first: number[];
    second: number[];
    mannWhitney: [number, number];
    welch: [number, number, number];
    brunnerMunzel: [number, number];
  }[];
  tables: {
    counts: number[][];
    freedom: number;
    plain: [number, number];
    yates: [number, number];
  }[];
}
const path = new URL('../../../../test/fixtures/two-samples.json', import.meta.url);
const golden = JSON.parse(readFileSync(path, 'utf8')) as Golden;

/** Whether numbers agree in twelve digits, small p-values too. */
const agrees = (own: number, expected: number): boolean =>
  Math.abs(own - expected) <= 1e-12 + 1e-10 * Math.abs(expected) &&
  Math.abs(own - expected) <= 1e-9 * Math.abs(expected) + 1e-300;

describe.each(golden.samples)('samples of $first.length and $second.length values', (sample) => {
  const { first, second } = sample;

  test('have U and p of SciPy', () => {
    const { u, p, superiority } = mannWhitney(first, second);
    expect(u).toBe(sample.mannWhitney[0]);
    expect([p, sample.mannWhitney[1], agrees(p, sample.mannWhitney[1])]).toContain(true);
    expect(superiority).toBe(u / (first.length * second.length));
  });

  test('have Welch’s t, degrees of freedom and p of SciPy', () => {
    const { t, freedom, p } = welchTest(first, second);
    const own = [t, freedom, p];
    expect(own.map((value, i) => agrees(value, sample.welch[i]))).toEqual([true, true, true]);
  });

  test('have Brunner and Munzel’s statistic and p of SciPy', () => {
    const { statistic, p } = brunnerMunzel(first, second);
    const own = [statistic, p];
    expect(own.map((value, i) => agrees(value, sample.brunnerMunzel[i]))).toEqual([true, true]);
  });
});

describe('Mann and Whitney', () => {
  test('is exact without ties up to eight values of the smaller sample', () => {
    const methods = golden.samples.map(({ first, second }) => mannWhitney(first, second).method);
    expect(methods.join(' ')).toBe('exact exact exact normal normal normal normal normal');
    // 1, 2 against 3, 4, 5: one of ten choices has U = 6 and one 0
    expect(mannWhitney([1, 2], [3, 4, 5])).toEqual({
      u: 0,
      superiority: 0,
      p: 0.2,
      method: 'exact',
    });
  });

  test('swapped samples swap U and keep p', () => {
    for (const { first, second } of golden.samples) {
      const [one, other] = [mannWhitney(first, second), mannWhitney(second, first)];
      expect(one.u + other.u).toBe(first.length * second.length);
      expect(other.p).toBeCloseTo(one.p, 12);
    }
  });

  test('knows nothing where all values are equal', () => {
    expect(mannWhitney([1, 1], [1, 1, 1]).p).toBeNaN();
  });
});

test('samples that do not overlap, or do not vary', () => {
  const apart = brunnerMunzel([1, 2, 3], [5, 6]);
  expect(apart.statistic).toBe(Infinity);
  expect(apart.p).toBeNaN();
  expect(welchTest([1, 1], [1, 1]).p).toBeNaN();
  expect(welchTest([1, 1], [2, 2])).toMatchObject({ t: -Infinity, p: 0 });
});

test.each(golden.tables)('a table has χ² and p of SciPy: $counts', (table) => {
  const plain = contingencyTest(table.counts);
  const yates = contingencyTest(table.counts, true);
  expect(plain.freedom).toBe(table.freedom);
  const own = [plain.statistic, plain.p, yates.statistic, yates.p];
  const expected = [...table.plain, ...table.yates];
  expect(own.map((value, i) => agrees(value, expected[i]))).toEqual([true, true, true, true]);
});

test('the published table has χ² 34.90 and p 3.5e-9', () => {
  const { statistic, p } = contingencyTest([
    [54, 22],
    [18, 59],
  ]);
  expect([statistic.toFixed(2), p.toExponential(1)]).toEqual(['34.90', '3.5e-9']);
});

test('say what is wrong with samples and tables', () => {
  expect(() => mannWhitney([], [1])).toThrow('The first sample must have 1 values or more, got 0.');
  expect(() => welchTest([1, 2], [1, NaN])).toThrow('got NaN as value 2');
  expect(() => brunnerMunzel([1, 2], [1])).toThrow(DataError);
  expect(() => contingencyTest([[1, 2]])).toThrow('got [[1,2]]');
  expect(() => contingencyTest([[1, 2], [3]])).toThrow(DataError);
  expect(() =>
    contingencyTest([
      [1, 0],
      [3, 0],
    ]),
  ).toThrow('got none in column 2');
});
