/** What both readers have to make the same rows of, beside what `sheet-reader.test.ts` has. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DAY } from '@anodec/core';
import ExcelJS from 'exceljs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type ReadTable, readOrRefuse } from './family.soak.js';
import { rawParts, writeParts } from './raw-book.soak.js';
import { openWorkbook, sheetReaders, type WorkbookOptions } from '@anodec/tables';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'anodec-quirks-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** Reads with each reader, checks that they agree, and gives back what they read. */
async function readWithAll(path: string, options: WorkbookOptions): Promise<ReadTable | undefined> {
  const names = Object.keys(sheetReaders) as (keyof typeof sheetReaders)[];
  const tables = await Promise.all(
    names.map((reader) => readOrRefuse(() => openWorkbook(path, { ...options, reader }))),
  );
  for (const table of tables) expect(table).toEqual(tables[0]);
  return tables[0];
}

const STYLES = '<cellXfs><xf numFmtId="0"/><xf numFmtId="22"/></cellXfs>';
const NAMES = ['number', 'text', 'flag', 'time'];
const HEADER = `<row r="1">${NAMES.map((name, c) => `<c r="${'ABCD'[c]}1" t="str"><v>${name}</v></c>`).join('')}</row>`;
const NOON = Date.UTC(2015, 11, 28, 12); // day 42366.5

test('read formulas by their stored results: numbers, texts, flags, dates, shared ones', async () => {
  const rows =
    `${HEADER}<row r="2"><c r="A2"><f>1+1</f><v>2</v></c>` +
    '<c r="B2" t="str"><f>"é"&amp;"水"</f><v>é水</v></c>' +
    '<c r="C2" t="b"><f>A2&gt;1</f><v>1</v></c><c r="D2" s="1"><f>NOW()</f><v>42366.5</v></c></row>' +
    '<row r="3"><c r="A3"><f t="shared" ref="A3:A4" si="0">A2*2</f><v>4</v></c>' +
    '<c r="D3" s="1"><f>D2+1</f><v>42367.5</v></c></row>' +
    '<row r="4"><c r="A4"><f t="shared" si="0"/><v>8</v></c></row>';
  const path = join(folder, 'formulas.xlsx');
  await writeParts(path, rawParts({ rows, styles: STYLES }));
  expect(await readWithAll(path, { headerRow: 1 })).toEqual({
    columns: [
      ['number', 'number'],
      ['text', 'text'],
      ['flag', 'number'],
      ['time', 'time'],
    ],
    rows: [
      [2, 2, 'é水', 1, NOON],
      [3, 4, '', null, NOON + DAY],
      [4, 8, '', null, null],
    ],
  });
});

test('read the sheet that is meant of several, by name or number, whatever its name', async () => {
  const book = new ExcelJS.Workbook();
  for (const [n, name] of ['First', '水 & <Data>', "It's"].entries()) {
    const sheet = book.addWorksheet(name);
    sheet.addRow(['sheet', 'n']);
    sheet.addRow([name, n]);
  }
  const path = join(folder, 'sheets.xlsx');
  await book.xlsx.writeFile(path);
  for (const [wanted, name, n] of [
    [undefined, 'First', 0],
    [2, '水 & <Data>', 1],
    ['水 & <Data>', '水 & <Data>', 1],
    ["It's", "It's", 2],
  ] as const) {
    const table = await readWithAll(path, { headerRow: 1, sheet: wanted });
    expect(table?.rows).toEqual([[2, name, n]]);
  }
});

test('read a merged banner of several rows, names beyond ASCII and dates of 1904', async () => {
  const book = new ExcelJS.Workbook();
  book.properties.date1904 = true;
  const sheet = book.addWorksheet('Data');
  sheet.mergeCells('A1:C2');
  sheet.getCell('A1').value = 'Stufe 1 – Rohwasser';
  sheet.getRow(3).values = ['Zeit', 'Füllstand µm', '😀'];
  sheet.getRow(4).values = [new Date(NOON), 1.5, 'größer'];
  sheet.getRow(6).values = [new Date(NOON + DAY), null, 'ĸ'];
  const path = join(folder, 'merged.xlsx');
  await book.xlsx.writeFile(path);
  expect(await readWithAll(path, { headerRow: 3 })).toEqual({
    columns: [
      ['Zeit', 'time'],
      ['Füllstand µm', 'number'],
      ['😀', 'text'],
    ],
    rows: [
      [4, NOON, 1.5, 'größer'],
      [6, NOON + DAY, null, 'ĸ'],
    ],
  });
});
