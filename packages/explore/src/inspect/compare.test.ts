/** Comparison of two tables. */
import { expect, test } from 'vitest';
import type { TableReader } from '@anodec/tables';
import { compareTables } from './compare.js';
import { ReadingConfig } from './read-columns.js';

type Row = readonly [time: string, a: number, b: number, word: string];

/** A table of three rows to a chunk. */
function table(
  source: string,
  lines: readonly Row[],
  names = ['Timestamp', 'A', 'B', 'Word'],
): TableReader {
  return {
    source,
    columns: names.map((name, k) => ({ name, kind: k === 1 || k === 2 ? 'number' : 'text' })),
    async *chunks() {
      for (let start = 0; start < lines.length; start += 3) {
        const part = lines.slice(start, start + 3);
        yield await Promise.resolve({
          firstRow: start + 2,
          rows: part.length,
          numbers: Float64Array.from(part.flatMap(([, a, b]) => [a, b])),
          texts: [part.map(([time]) => time), part.map(([, , , word]) => word)],
        });
      }
    },
    close: () => Promise.resolve(),
  };
}

/** Rows a second apart, from this second of a minute on. */
function rows(
  from: number,
  count: number,
  change = (row: Row, _second: number): Row => row,
): Row[] {
  return Array.from({ length: count }, (_, i) => {
    const second = from + i;
    const time = `2016-01-01 00:00:${String(second).padStart(2, '0')}`;
    return change([time, second, second * 0.5, 'x'], second);
  });
}

const at = (second: number) => Date.UTC(2016, 0, 1, 0, 0, second);

test('refuses a range in which no row can lie', async () => {
  const tables = [table('v0', rows(0, 10)), table('v1', rows(0, 10))] as const;
  const range = { from: '2016-01-02', to: '2015-12-30' };
  await expect(compareTables(...tables, range)).rejects.toThrow(
    '`from` must be before `to`, got 2016-01-02 and 2015-12-30: no row lies between them.',
  );
});

test('finds a beginning that the other table lacks, and all else equal', async () => {
  const result = await compareTables(table('v0', rows(0, 10)), table('v1', rows(4, 6)));
  expect(result.a).toMatchObject({
    rows: 10,
    rowsInRange: 10,
    alone: 4,
    first: at(0),
    last: at(9),
  });
  expect(result.b).toMatchObject({ rows: 6, rowsInRange: 6, alone: 0, first: at(4) });
  expect(result).toMatchObject({ clock: 'utc', rowsInBoth: 6, cells: 18, different: [] });
});

test('counts cells that differ, column by column, with the first of them', async () => {
  const other = rows(0, 10, (row, second) => {
    if (second === 3) return [row[0], 3.25, NaN, row[3]];
    return second >= 7 ? [row[0], row[1] - 2, row[2], 'y'] : row;
  });
  const { different } = await compareTables(table('a', rows(0, 10)), table('b', other));
  expect(different).toEqual([
    { name: 'A', cells: 4, largest: 2, first: { time: at(3), a: 3, b: 3.25 } },
    { name: 'Word', cells: 3, largest: NaN, first: { time: at(7), a: 'x', b: 'y' } },
    { name: 'B', cells: 1, largest: NaN, first: { time: at(3), a: 1.5, b: NaN } },
  ]);
});

test('looks only between two moments, both excluded, and forgives a tolerance', async () => {
  const other = rows(0, 10, (row, second) => [
    row[0],
    row[1] + (second < 5 ? 9 : 0.1),
    row[2],
    'x',
  ]);
  const [from, to] = ['2016-01-01 00:00:04', '2016-01-01 00:00:09'];
  const options = { from, to, tolerance: 0.2 };
  const result = await compareTables(table('a', rows(0, 10)), table('b', other), options);
  expect(result).toMatchObject({ rowsInBoth: 4, different: [], a: { rows: 10, rowsInRange: 4 } });
});

test('pairs rows by time where both have gaps of their own', async () => {
  const without = (gaps: readonly number[]) =>
    rows(0, 12).filter((_, second) => !gaps.includes(second));
  const result = await compareTables(table('a', without([2, 3])), table('b', without([3, 4, 11])));
  expect([result.rowsInBoth, result.a.alone, result.b.alone]).toEqual([8, 2, 1]);
  expect(result.different).toEqual([]);
});

test('pairs rows by number where there are no times', async () => {
  const names = ['Note', 'A', 'B', 'Word'];
  const [a, b] = [table('a', rows(0, 4), names), table('b', rows(0, 6), names)];
  const reading = { ...ReadingConfig.parse({}), timeColumn: 'none' };
  const result = await compareTables(a, b, { reading });
  expect(result).toMatchObject({ clock: 'rows', rowsInBoth: 4, b: { alone: 2 } });
});

test('names columns that only one has, and blanks around names', async () => {
  const left = table('a', rows(0, 1), ['Timestamp', ' A', 'B', 'Word']);
  const right = table('b', rows(0, 1), [' Timestamp', 'A', 'C', 'Word']);
  const { schema } = await compareTables(left, right);
  expect(schema).toMatchObject({
    comparable: ['Timestamp', 'A', 'Word'],
    onlyInA: ['B'],
    onlyInB: ['C'],
    respelled: [
      ['Timestamp', ' Timestamp'],
      [' A', 'A'],
    ],
    sameOrder: true,
  });
});

test('refuses times that step back, and dates for rows without times', async () => {
  const jumbled = [...rows(5, 2), ...rows(0, 2)];
  await expect(compareTables(table('a', jumbled), table('b', rows(0, 9)))).rejects.toThrow(
    'Time must not go back in a table that is compared, got 2016-01-01 00:00:00 after 2016-01-01 00:00:06 in a, row 4.',
  );
  const names = ['Note', 'A', 'B', 'Word'];
  await expect(
    compareTables(table('a', rows(0, 4), names), table('b', rows(0, 4), names), {
      from: '2016-01-01',
      reading: { ...ReadingConfig.parse({}), timeColumn: 'none' },
    }),
  ).rejects.toThrow('Rows must have dates to be selected by 2016-01-01, but a has none.');
});
