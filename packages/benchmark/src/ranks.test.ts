/** Tests of ranks over data sets, with numbers that can be computed by hand. */
import { expect, test } from 'vitest';
import { describeRanks, rankDetectors } from './ranks.js';
import type { BenchmarkTable, TableRow } from './table.js';

/** A table of AUPRC: one row for each data set, one value for each detector. */
function tableOf(values: readonly (readonly (number | null)[])[]): BenchmarkTable {
  const names = ['a', 'b', 'c'].slice(0, values[0].length);
  const rows = values.map((row, i): TableRow => {
    const cells = row.map((mean, j) => [names[j], { mean, sd: null, seeds: 1 }] as const);
    return {
      kind: 'series',
      name: `s${i}`,
      series: 1,
      values: Object.fromEntries(cells),
      attacks: 1,
      per: '1,000 rows',
    };
  });
  const measure = {
    key: 'auprc',
    title: 'AUPRC',
    description: '',
    unit: 'number',
    higherIsBetter: true,
    source: '',
  } as const;
  return {
    columns: names.map((name) => ({ name, title: name.toUpperCase() })),
    metrics: [{ measure, rows }],
  };
}

test('ranks the best first, over data sets on which every detector has a value', () => {
  const ranks = rankDetectors(
    tableOf([
      [0.3, 0.9, 0.1],
      [0.4, 0.8, 0.2],
      [0.9, 0.5, 0.1],
      [null, 1, 1],
    ]),
  );
  expect(ranks?.series).toBe(3);
  expect(ranks?.detectors.map(({ title }) => title)).toEqual(['B', 'A', 'C']);
  // B: 1, 1, 2; A: 2, 2, 1; C: 3, 3, 3
  expect(ranks?.detectors[0].meanRank).toBeCloseTo(4 / 3, 12);
  expect(ranks?.detectors[2].meanRank).toBe(3);
});

test('calls nothing better where the test shows no difference', () => {
  const ranks = rankDetectors(
    tableOf([
      [0.3, 0.9],
      [0.9, 0.3],
      [0.5, 0.6],
    ]),
  );
  expect(ranks?.different).toEqual([]);
  expect(describeRanks(ranks as NonNullable<typeof ranks>).at(-1)).toBe(
    'No difference between detectors is shown.',
  );
});

test('names the pairs that differ, the better one first', () => {
  const rows = Array.from({ length: 12 }, (_, i) => [0.1 + i / 100, 0.9 - i / 100, 0.5]);
  const ranks = rankDetectors(tableOf(rows));
  expect(ranks?.different.map(({ better, worse }) => [better, worse])).toContainEqual(['B', 'A']);
  expect(describeRanks(ranks as NonNullable<typeof ranks>).join(' ')).toContain(
    'B over A (p < .001)',
  );
});

test('has no ranks for one detector or one data set', () => {
  expect(rankDetectors(tableOf([[0.3], [0.5]]))).toBeUndefined();
  expect(rankDetectors(tableOf([[0.3, 0.4]]))).toBeUndefined();
});
