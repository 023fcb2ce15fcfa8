/** Tests of sheets that no writer at hand produces, and of books that cannot be used. */
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ConfigError, DataError } from '@anodec/core';
import { afterAll, describe, expect, test } from 'vitest';
import type { Cell } from './cell.js';
import {
  HEADER,
  READERS,
  folder,
  readTable,
  write,
  writeRaw,
  removeBooks,
} from './sheet-reader.fixture.js';

afterAll(removeBooks);

describe('the fast reader', () => {
  test('counts rows and cells that carry no reference, where exceljs gives up', async () => {
    const rows =
      '<row><c t="str"><v>a</v></c><c t="str"><v>b</v></c></row>' +
      '<row><c><v>1</v></c><c><v>2</v></c></row><row r="9"><c><v>3</v></c></row>';
    const path = await writeRaw({ rows });
    const { chunks } = await readTable(path, { headerRow: 1 });
    expect(chunks.map(({ firstRow }) => firstRow)).toEqual([2, 9]);
    expect([...chunks[0].numbers]).toEqual([1, 2]);
    await expect(readTable(path, { headerRow: 1, reader: 'exceljs' })).rejects.toThrow(DataError);
  });

  test('joins inline text of several runs and leaves out its phonetic hints', async () => {
    const rows =
      `${HEADER}<row r="2"><c r="A2" t="inlineStr"><is><r><t>No</t></r><r><t>rmal</t></r>` +
      '<rPh sb="0" eb="1"><t>hint</t></rPh></is></c><c r="B2" t="str"><v>&amp;lt;</v></c></row>';
    const { chunks } = await readTable(await writeRaw({ rows }), { headerRow: 1 });
    expect(chunks[0].texts).toEqual([['Normal'], ['&lt;']]);
  });

  test('cuts long tables into chunks without losing a row or a character', async () => {
    const rows: Cell[][] = Array.from({ length: 10_000 }, (_, i) => [i, `水${i}é`]);
    const path = await write([['i', 'name'], ...rows]);
    const { chunks } = await readTable(path, { headerRow: 1 });
    expect(chunks.map(({ firstRow, rows: count }) => [firstRow, count])).toEqual([
      [2, 4096],
      [4098, 4096],
      [8194, 1808],
    ]);
    expect(chunks.flatMap(({ numbers }) => [...numbers])).toEqual(rows.map(([i]) => i));
    expect(chunks.flatMap(({ texts }) => texts[0])).toEqual(rows.map(([, name]) => name));
  });

  test.each([
    [
      'a CDATA section',
      `${HEADER}<row r="2"><c r="A2" t="str"><v><![CDATA[x]]></v></c></row>`,
      'CDATA',
    ],
    [
      'an entity of its own',
      `${HEADER}<row r="2"><c r="A2" t="str"><v>&lol;</v></c></row>`,
      '&lol;',
    ],
    ['rows out of order', `${HEADER}<row r="3"/><row r="2"/>`, 'row 2 after row 3'],
    [
      'a cell in another row',
      `${HEADER}<row r="2"><c r="A3"><v>1</v></c></row>`,
      'a cell called A3 in row 2',
    ],
    [
      'an unknown cell type',
      `${HEADER}<row r="2"><c r="A2" t="x"><v>1</v></c></row>`,
      'the unknown type "x"',
    ],
    [
      'a shared string that is not there',
      `${HEADER}<row r="2"><c r="A2" t="s"><v>4</v></c></row>`,
      'shared string 4 of 0 in cell A2',
    ],
    [
      'no number in a number cell',
      `${HEADER}<row r="2"><c r="A2"><v>0x10</v></c></row>`,
      '"0x10" as a number',
    ],
  ])('refuses %s', async (_, rows, message) => {
    const read = readTable(await writeRaw({ rows }), { headerRow: 1 });
    await expect(read).rejects.toThrow(DataError);
    await expect(read).rejects.toThrow(message);
  });
});

describe('an unusable book', () => {
  const names = ['a', 'b', 'c'];
  test.each<[string, readonly (readonly Cell[])[], number, string]>([
    ['an empty sheet', [], 1, 'row 1 must hold the names of the columns, got an empty row.'],
    ['a header and no rows', [names], 1, 'must have rows below the names in row 1, got none.'],
    ['a header row that is not there', [names, [1, 2, 3]], 7, 'row 7 must hold the names'],
    ['data where names should be', [names, [1.5, 2, 3]], 2, 'got 1.5 in column A.'],
    [
      'a banner for a header',
      [['P1', null, null, null, 'P2'], names],
      1,
      'got 2 names for 5 columns.',
    ],
    [
      'the same name twice',
      [
        ['a', 'b', ' a'],
        [1, 2, 3],
      ],
      1,
      'got "a" in columns 1 and 3.',
    ],
  ])('is refused for %s', async (_, rows, headerRow, message) => {
    const path = await write(rows);
    for (const reader of READERS) {
      const read = readTable(path, { headerRow, reader });
      await expect(read).rejects.toThrow(DataError);
      await expect(read).rejects.toThrow(message);
    }
  });

  test('is refused when it is no file, no book, or not there', async () => {
    const folderPath = join(folder, 'folder.xlsx');
    await mkdir(folderPath);
    const textPath = join(folder, 'text.xlsx');
    await writeFile(textPath, 'a,b\n1,2\n');
    const oldPath = join(folder, 'old.xlsx');
    await writeFile(oldPath, Buffer.from('d0cf11e0a1b11ae1', 'hex'));
    const emptyPath = join(folder, 'empty.xlsx');
    await writeFile(emptyPath, '');
    for (const [path, message] of [
      [join(folder, 'none.xlsx'), 'none.xlsx cannot be read: there is nothing at'],
      [folderPath, 'is a folder. Name a file.'],
      [textPath, 'text.xlsx must be an .xlsx workbook, got something else.'],
      [oldPath, 'got an old .xls or one with a password.'],
      [emptyPath, 'got an empty file.'],
    ]) {
      const read = readTable(path, { headerRow: 1 });
      await expect(read).rejects.toThrow(DataError);
      await expect(read).rejects.toThrow(message);
    }
  });

  test('with a title above the names is refused with the row of the names', async () => {
    const rows = Array.from({ length: 20 }, (_, i): Cell[] => [new Date(60_000 * i)]);
    const path = await write([['Plant report'], ['time'], ...rows]);
    for (const reader of READERS) {
      await expect(readTable(path, { headerRow: 1, reader })).rejects.toThrow(
        'row 2, column Plant report must be a date, got "time". Correct the cell, or leave it empty if the value is not ' +
          'known, or name the word in `missingWords`. If the names are in row 2, say so with `headerRow: 2`.',
      );
    }
    expect((await readTable(path, { headerRow: 2 })).columns[0].name).toBe('time');
  });

  test('is refused when the sheet is not in it, listing those that are', async () => {
    const path = await write([['a'], [1]]);
    const read = readTable(path, { headerRow: 1, sheet: 'Data' });
    await expect(read).rejects.toThrow('must have a sheet "Data", got the sheets "Sheet1".');
    await expect(readTable(path, { headerRow: 0 })).rejects.toThrow(ConfigError);
  });
});
