/** Pivoted and grouped tables. */
import { ConfigError, DataError } from '@anodec/core';
import type { Cell, TableReader } from '@anodec/tables';
import { describe, expect, test } from 'vitest';
import { createSheetTable } from '../convert/sheet-table.js';
import { splitByUnit } from './group.js';
import { pivotTable } from './pivot.js';

/** All cells of a table, row by row. */
async function cellsOf(table: TableReader): Promise<(string | number)[][]> {
  const { columns } = table;
  const rows: (string | number)[][] = [];
  for await (const chunk of table.chunks()) {
    for (let r = 0; r < chunk.rows; r++) {
      const K = chunk.numbers.length / chunk.rows;
      let [text, number] = [0, 0];
      rows.push(
        columns.map(({ kind }) =>
          kind === 'text' ? chunk.texts[text++][r] : chunk.numbers[r * K + number++],
        ),
      );
    }
  }
  return rows;
}

const tableOf = (...rows: readonly (readonly Cell[])[]) => createSheetTable('t.csv', rows, 1);

describe('a table with one row per reading', () => {
  test('becomes a row per time and a column per tag, with gaps where nothing was read', async () => {
    const wide = await pivotTable(
      tableOf(
        ['tag', 'time', 'value'],
        ['LIT1', '2020-01-01', 1],
        ['FIT1', '2020-01-01', 10],
        ['LIT1', '2020-01-02', 2],
        ['FIT1', '2020-01-03', 30],
      ),
      { tag: 'tag', timeColumn: 'time' },
    );
    expect(wide.columns.map(({ name }) => name)).toEqual(['time', 'LIT1', 'FIT1']);
    expect(await cellsOf(wide)).toEqual([
      ['2020-01-01', 1, 10],
      ['2020-01-02', 2, NaN],
      ['2020-01-03', NaN, 30],
    ]);
  });

  test('may name its tags and times by numbers, and its readings by the settings', async () => {
    const cells = [
      ['sensor', 'time', 'value', 'quality'],
      [7, 0, 1.5, 192],
      [8, 0, 2.5, 192],
      [7, 1, 3.5, 192],
    ] as const;
    await expect(
      pivotTable(tableOf(...cells), { tag: 'sensor', timeColumn: 'time' }),
    ).rejects.toThrow(
      '`pivotValue` must name the column of t.csv with the readings, got value, quality.',
    );
    const wide = await pivotTable(tableOf(...cells), {
      tag: 'sensor',
      timeColumn: 'time',
      value: 'value',
    });
    expect(wide.columns.map(({ name }) => name)).toEqual(['time', '7', '8']);
    expect(await cellsOf(wide)).toEqual([
      [0, 1.5, 2.5],
      [1, 3.5, NaN],
    ]);
  });

  test('is refused where a tag has two readings at one time, unless the first is kept', async () => {
    const cells = [
      ['tag', 'time', 'value'],
      ['a', 0, 1],
      ['a', 0, 2],
    ] as const;
    await expect(pivotTable(tableOf(...cells), { tag: 'tag', timeColumn: 'time' })).rejects.toThrow(
      'A tag must have one reading at a time, got two of a at the time of row 2 in t.csv, row 3.',
    );
    const first = await pivotTable(tableOf(...cells), {
      tag: 'tag',
      timeColumn: 'time',
      keepFirst: true,
    });
    expect(await cellsOf(first)).toEqual([[0, 1]]);
    await expect(
      pivotTable(tableOf(...cells), { tag: 'name', timeColumn: 'time' }),
    ).rejects.toThrow(ConfigError);
  });
});

describe('a table of several units', () => {
  const cells = [
    ['unit', 'a', 'note'],
    [1, 10, 'x'],
    [1, 11, 'y'],
    [2, 20, 'z'],
    [1, 12, 'w'],
  ] as const;
  test('becomes a table for each, with the rows in their order', async () => {
    const units = await splitByUnit(tableOf(...cells), 'unit');
    expect(units.map(({ unit, rows }) => [unit, rows])).toEqual([
      ['1', 3],
      ['2', 1],
    ]);
    expect(await cellsOf(units[0].table)).toEqual([
      [1, 10, 'x'],
      [1, 11, 'y'],
      [1, 12, 'w'],
    ]);
    for await (const { firstRow } of units[1].table.chunks()) expect(firstRow).toBe(4);
  });

  test('must name a unit in every row, in a column that is there', async () => {
    await expect(splitByUnit(tableOf(...cells), 'asset')).rejects.toThrow(
      '`group` must be a column of t.csv, got "asset". It has unit, a, note.',
    );
    await expect(splitByUnit(tableOf(...cells, ['', 1, '']), 'note')).rejects.toThrow(DataError);
  });
});
