/** Tests of tables of text. */
import { expect, test } from 'vitest';
import { textTable } from './text-table.js';

test('aligns columns at their widest cell, without blanks at the ends of lines', () => {
  expect(
    textTable([
      ['version', 'loss'],
      ['0', '0.25'],
      ['10', ''],
    ]),
  ).toEqual(['version  loss', '0        0.25', '10']);
});

test('has no lines for no rows', () => {
  expect(textTable([])).toEqual([]);
});

test('aligns columns of numbers right', () => {
  expect(
    textTable(
      [
        ['a', 'b'],
        ['x', '10'],
        ['yy', '9'],
      ],
      [1],
    ),
  ).toEqual(['a    b', 'x   10', 'yy   9']);
});
