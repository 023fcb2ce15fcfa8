/** Tests of sheets as tables: both readers against each other, and what stops them. */
import { rm } from 'node:fs/promises';
import { DataError, StoppedError } from '@anodec/core';
import ExcelJS from 'exceljs';
import * as fc from 'fast-check';
import { afterAll, describe, expect, test } from 'vitest';
import { openWorkbook, readRows } from './sheet-reader.js';
import {
  DATE_STYLES,
  HEADER,
  READERS,
  freshPath,
  readTable,
  readWithBoth,
  text,
  write,
  writeRaw,
  removeBooks,
} from './sheet-reader.fixture.js';

afterAll(removeBooks);

describe('both readers', () => {
  test('read a SWaT sheet: banner row, padded names, text stamps, numbers, labels', async () => {
    const path = await write([
      [null, 'P1', null, null],
      [' Timestamp', 'FIT101', ' MV101', 'Normal/Attack'],
      [' 28/12/2015 10:00:00 AM', 2.470294, 2, 'Normal'],
      [' 28/12/2015 10:00:01 AM', -0.000001, 1, 'A ttack'],
    ]);
    expect(await readWithBoth(path, 2)).toEqual({
      columns: [
        { name: ' Timestamp', kind: 'text' },
        { name: 'FIT101', kind: 'number' },
        { name: ' MV101', kind: 'number' },
        { name: 'Normal/Attack', kind: 'text' },
      ],
      chunks: [
        {
          firstRow: 3,
          rows: 2,
          numbers: Float64Array.of(2.470294, 2, -0.000001, 1),
          texts: [
            [' 28/12/2015 10:00:00 AM', ' 28/12/2015 10:00:01 AM'],
            ['Normal', 'A ttack'],
          ],
        },
      ],
    });
  });

  test('read what exceljs writes: shared strings, rich text, dates, formulas, merges', async () => {
    const book = new ExcelJS.Workbook();
    book.addWorksheet('Notes').addRow(['not this one']);
    const sheet = book.addWorksheet('Data & more');
    sheet.mergeCells('A1:D1');
    sheet.getCell('A1').value = 'Stage 1';
    sheet.getRow(2).values = ['when', 'é 水 😀', 'sum', 'on', 'label'];
    const when = new Date(Date.UTC(2015, 11, 28, 10, 29, 14));
    const rich = {
      richText: [{ text: 'No' }, { font: { bold: true }, text: 'rm' }, { text: 'al' }],
    };
    sheet.getRow(3).values = [when, 1.5, { formula: 'B3*2', result: 3 }, true, rich];
    sheet.getRow(7).values = [when, null, { formula: 'B7*2+5', result: 5 }, false, '<A> & "b"'];
    const path = freshPath();
    await book.xlsx.writeFile(path);
    const { columns, chunks } = await readWithBoth(path, 2, 'Data & more');
    expect(columns.map(({ kind }) => kind)).toEqual(['time', 'number', 'number', 'number', 'text']);
    expect(columns[1].name).toBe('é 水 😀');
    expect(chunks).toEqual([
      {
        firstRow: 3,
        rows: 1,
        numbers: Float64Array.of(when.getTime(), 1.5, 3, 1),
        texts: [['Normal']],
      },
      {
        firstRow: 7,
        rows: 1,
        numbers: Float64Array.of(when.getTime(), Number.NaN, 5, 0),
        texts: [['<A> & "b"']],
      },
    ]);
  });

  test.each([
    ['1900', '', Date.UTC(2015, 11, 28, 12)],
    ['1904', '<workbookPr date1904="1"/>', Date.UTC(2019, 11, 29, 12)],
  ])('read date cells in the epoch of %s', async (_, properties, expected) => {
    const rows = `${HEADER}<row r="2"><c r="A2" s="1"><v>42366.5</v></c><c r="B2" s="2"><v>7</v></c></row>`;
    const { columns, chunks } = await readWithBoth(
      await writeRaw({ rows, styles: DATE_STYLES, properties }),
      1,
    );
    expect(columns.map(({ kind }) => kind)).toEqual(['time', 'number']);
    expect([...chunks[0].numbers]).toEqual([expected, 7]);
  });

  test('read shared strings with runs, entities, and blanks at the border', async () => {
    const strings =
      '<si><t xml:space="preserve"> x </t></si>' +
      '<si><r><t>a&amp;</t></r><r><rPr><b/></rPr><t>&#x6C34;&#33;</t></r></si>' +
      '<si><t>&lt;b&gt;</t></si>';
    const rows =
      `${HEADER}<row r="2"><c r="A2" t="s"><v>0</v></c><c r="B2" t="s"><v>1</v></c></row>` +
      '<row r="3"><c r="B3" t="s"><v>2</v></c></row>';
    const { chunks } = await readWithBoth(await writeRaw({ rows, strings }), 1);
    expect(chunks[0].texts).toEqual([
      [' x ', ''],
      ['a&水!', '<b>'],
    ]);
  });

  test('read line ends inside text as XML has them, and escaped ones as they are', async () => {
    const rows = `${HEADER}<row r="2">${text('A2', 'a\r\nb')}${text('B2', 'a&#13;b')}</row>`;
    const { chunks } = await readWithBoth(await writeRaw({ rows }), 1);
    expect(chunks[0].texts).toEqual([['a\nb'], ['a\rb']]);
  });

  test('pass over empty and self-closing rows and cells, keeping row numbers', async () => {
    const rows =
      `${HEADER}<row r="2"/><row r="3"><c r="A3" s="0"/></row><row r="5" spans="1:2" ht="15">` +
      '<c r="B5" ><v>1e-3</v></c></row>\n<!-- <row> --><row r="6"><c r="A6"/><c r="B6"><f>B5</f><v>2</v></c></row>' +
      '<row r="9"><c r="A9"><v>0.1234567890123456789</v></c></row>';
    const { chunks } = await readWithBoth(await writeRaw({ rows }), 1);
    expect(chunks.map(({ firstRow, rows: count }) => [firstRow, count])).toEqual([
      [5, 2],
      [9, 1],
    ]);
    expect([...chunks[0].numbers]).toEqual([Number.NaN, 0.001, Number.NaN, 2]);
    expect([...chunks[1].numbers]).toEqual([0.12345678901234568, Number.NaN]);
  });

  test.each<[string, string, string]>([
    [
      'text in a number column',
      '<c r="B2000" t="str"><v>Bad Input</v></c>',
      'column b must be a number, got "Bad Input". Correct the cell',
    ],
    [
      'an error',
      '<c r="B2000" t="e"><v>#REF!</v></c>',
      'column b must be a number, got the error #REF!.',
    ],
    [
      'a formula never computed',
      '<c r="B2000"><f>A1</f></c>',
      'column b must be a number, got a formula without a stored result.',
    ],
    [
      'a date in a number column',
      '<c r="B2000" s="1"><v>42366.5</v></c>',
      'got the date 2015-12-28 12:00:00.',
    ],
    [
      'a cell without a name above',
      '<c r="D2000"><v>1</v></c>',
      'must have 2 columns, got 1 in column D, which has no name.',
    ],
  ])('refuse %s, naming file, row and column', async (_, cell, message) => {
    let rows = HEADER;
    for (let r = 2; r < 2000; r++)
      rows += `<row r="${r}"><c r="A${r}"><v>1</v></c><c r="B${r}"><v>2</v></c></row>`;
    const path = await writeRaw({
      rows: `${rows}<row r="2000">${cell}</row>`,
      styles: DATE_STYLES,
    });
    for (const reader of READERS) {
      const read = readTable(path, { headerRow: 1, reader });
      await expect(read).rejects.toThrow(DataError);
      await expect(read).rejects.toThrow(/^book\d+\.xlsx, row 2000/);
      await expect(read).rejects.toThrow(message);
    }
  });

  test('read back what the writer wrote, whatever it was', async () => {
    const number = fc.double({ noNaN: true, noDefaultInfinity: true }).map((value) => value + 0);
    // exceljs decodes entities in inline text twice, so a text must not look like one
    const label = fc
      .string({ unit: 'grapheme', minLength: 1, maxLength: 12 })
      .filter((s) => !s.includes('&'));
    const printable = label.filter(
      (s) => !/[^\t\n\r\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]/u.test(s),
    );
    const row = fc.tuple(number, printable, fc.option(number));
    await fc.assert(
      fc.asyncProperty(fc.array(row, { minLength: 1, maxLength: 40 }), async (rows) => {
        const path = await write([['x', 'text', 'y'], ...rows]);
        const { chunks } = await readWithBoth(path, 1);
        expect([...chunks[0].numbers]).toEqual(
          rows.flatMap(([x, , y]) => [x, y ?? Number.NaN]).map((value) => value + 0),
        );
        expect(chunks[0].texts).toEqual([rows.map(([, words]) => words)]);
        await rm(path);
      }),
      { numRuns: 20, seed: 42 },
    );
  });
});

test('stops when asked to, and reports how far it is', async () => {
  const rows = Array.from({ length: 20_000 }, (_, i) => [i, Math.sqrt(i), `label ${i}`]);
  const path = await write([['i', 'root', 'label'], ...rows]);
  const stop = new AbortController();
  const reported: string[] = [];
  const table = await openWorkbook(path, {
    headerRow: 1,
    signal: stop.signal,
    progress: {
      begin: (label, total, unit) => reported.push(`${label} ${total > 1e6} ${unit}`),
      update: (_, note = '') => reported.push(note.replace(/\d+/, 'N')),
      end: () => reported.push('end'),
    },
  });
  const read = async (): Promise<void> => {
    for await (const _ of table.chunks()) stop.abort();
  };
  await expect(read()).rejects.toThrow(StoppedError);
  await table.close();
  expect(reported[0]).toMatch(/^Reading book\d+\.xlsx true bytes$/);
  expect(reported[1]).toBe('N rows/s');
  expect(reported.at(-1)).toBe('end');
});

test('reads small sheets as rows with dates in UTC and times of day on 1899-12-30', async () => {
  const start = new Date(Date.UTC(2015, 11, 28, 10, 29, 14));
  const end = new Date(Date.UTC(1899, 11, 30, 10, 44, 53));
  const path = await write([
    ['#', 'Start Time', 'End Time'],
    [1, start, end, 'MV-101'],
    [],
    [null, 'legend'],
  ]);
  expect(await readRows(path)).toEqual([
    ['#', 'Start Time', 'End Time'],
    [1, start, end, 'MV-101'],
    [],
    [null, 'legend'],
  ]);
  await expect(readRows(path, { maxRows: 3 })).rejects.toThrow('at most 3 rows here, got row 4.');
});
