/** Labels from files of their own. */
import { createFrame, parseConfig, UNKNOWN_LABEL } from '@anodec/core';
import type { Cell } from '@anodec/tables';
import { describe, expect, test } from 'vitest';
import { createSheetTable } from '../convert/sheet-table.js';
import { PrepareConfig } from './config.js';
import { checkLabelCount, labelsByTime, readLabelFile } from './label-file.js';

const read = (rows: readonly (readonly Cell[])[], settings: Partial<PrepareConfig> = {}) =>
  readLabelFile(createSheetTable('labels.csv', rows, 1), parseConfig(PrepareConfig, settings));

describe('a file of labels', () => {
  test('has one a row, with a name or, where the first became the name, without', async () => {
    expect([...(await read([['label'], [0], [1], [0]])).labels]).toEqual([0, 1, 0]);
    expect([...(await read([['1'], [0], [1]])).labels]).toEqual([1, 0, 1]);
  });

  test('may have words with a map', async () => {
    const { labels } = await read([['state'], ['ok'], ['bad'], ['?']], {
      labelMap: 'ok=normal,bad=attack,?=unknown',
    });
    expect([...labels]).toEqual([0, 1, UNKNOWN_LABEL]);
  });

  test('must have as many as the recording has rows', async () => {
    const file = await read([['label'], [0], [1]]);
    expect(() => checkLabelCount(file, 'a.csv', 2)).not.toThrow();
    expect(() => checkLabelCount(file, 'a.csv', 1300)).toThrow(
      'labels.csv must have a label for each row of a.csv, got 2 labels for 1,300 rows.',
    );
  });

  test('with times gives each row the label of its time, unknown where there is none', async () => {
    const file = await read([
      ['timestamp', 'label'],
      ['2020-01-01 00:02:00', 1],
      ['2020-01-01 00:01:00', 0],
    ]);
    const frame = (first: string) =>
      createFrame({
        values: new Float32Array(3),
        channels: ['a'],
        timestamps: Float64Array.from([0, 1, 2], (m) => Date.parse(first) + m * 60_000),
      });
    expect([...labelsByTime(file, frame('2020-01-01T00:01Z'), 'a.csv')]).toEqual([
      0,
      1,
      UNKNOWN_LABEL,
    ]);
    expect(() => labelsByTime(file, frame('2021-01-01T00:00Z'), 'a.csv')).toThrow(
      'The labels of labels.csv must have times of a.csv, got 2020-01-01 00:02:00 to 2020-01-01 ' +
        '00:01:00 for rows from 2021-01-01 00:00:00 to 2021-01-01 00:02:00.',
    );
  });

  test('is refused where a time has two labels, or no column could be the labels', async () => {
    const twice = await read([
      ['timestamp', 'label'],
      ['2020-01-01 00:01:00', 1],
      ['2020-01-01 00:01:00', 0],
    ]);
    const frame = createFrame({ values: new Float32Array(1), channels: ['a'] });
    expect(() => labelsByTime(twice, frame, 'a.csv')).toThrow('A time must have one label');
    await expect(
      read([
        ['a', 'b', 'c'],
        [1, 2, 3],
      ]),
    ).rejects.toThrow(
      'A file of labels must have one column of labels, or timestamp and label, got a, b, c',
    );
  });
});
