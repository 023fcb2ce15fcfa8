/** Writing workbooks, read back with exceljs. */
import { spawnSync } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ConfigError, DataError } from '@anodec/core';
import ExcelJS from 'exceljs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Cell } from './cell.js';
import { createWorkbookWriter } from './workbook-writer.js';
import { openArchive } from '@anodec/files';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'anodec-writer-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function writeBook(name: string, rows: readonly (readonly Cell[])[]): Promise<string> {
  const path = join(folder, name);
  const writer = await createWorkbookWriter(path);
  await writer.write(rows);
  await writer.close();
  return path;
}

/** The cells of the only sheet as exceljs sees them, `undefined` where a cell is empty. */
async function readWithExceljs(path: string): Promise<unknown[][]> {
  const book = new ExcelJS.Workbook();
  await book.xlsx.readFile(path);
  const rows: unknown[][] = [];
  book.worksheets[0].eachRow({ includeEmpty: true }, (row) => {
    rows.push((row.values as unknown[]).slice(1));
  });
  return rows;
}

test('writes every kind of cell so that exceljs reads it back', async () => {
  const start = new Date(Date.UTC(2015, 11, 28, 10, 29, 14));
  const timeOfDay = new Date(Date.UTC(1899, 11, 30, 10, 44, 53));
  const path = await writeBook('kinds.xlsx', [
    ['P1', null, ' Timestamp', 'a <b> & "c"', 'é 水 😀', 'two\r\nlines'],
    [1, -0.1, 1e-7, 1e21, true, false],
    [start, timeOfDay],
  ]);
  expect(await readWithExceljs(path)).toEqual([
    ['P1', undefined, ' Timestamp', 'a <b> & "c"', 'é 水 😀', 'two\r\nlines'],
    [1, -0.1, 1e-7, 1e21, true, false],
    [start, timeOfDay],
  ]);
});

test('keeps rows in order over many writes', async () => {
  const path = join(folder, 'many.xlsx');
  const writer = await createWorkbookWriter(path, { sheet: 'Tank & pump' });
  for (let start = 0; start < 3000; start += 300) {
    await writer.write(Array.from({ length: 300 }, (_, i) => [start + i, `row ${start + i}`]));
  }
  await writer.close();
  const rows = await readWithExceljs(path);
  expect(rows).toHaveLength(3000);
  expect(rows.every(([number, text], i) => number === i && text === `row ${i}`)).toBe(true);
  const book = new ExcelJS.Workbook();
  await book.xlsx.readFile(path);
  expect(book.worksheets[0].name).toBe('Tank & pump');
});

test('marks blanks at the border of a text, which Excel would drop otherwise', async () => {
  const archive = await openArchive(await writeBook('blanks.xlsx', [[' Timestamp', 'a b']]));
  const sheet = await archive.text('xl/worksheets/sheet1.xml');
  archive.close();
  expect(sheet).toContain('<t xml:space="preserve"> Timestamp</t>');
  expect(sheet).toContain('<t>a b</t>');
});

test('writes the same bytes for the same rows', async () => {
  const rows = [['a', 1, new Date(Date.UTC(2016, 0, 2))]];
  const [first, second] = [await writeBook('1.xlsx', rows), await writeBook('2.xlsx', rows)];
  expect((await readFile(first)).equals(await readFile(second))).toBe(true);
});

test.each<[Cell, string]>([
  [Number.NaN, 'Cell B2 must be a finite number, got NaN. Write null for an empty cell.'],
  [Number.POSITIVE_INFINITY, 'Cell B2 must be a finite number, got Infinity.'],
  ['a\u0000b', 'Cell B2 must be text without control characters, got "a\\u0000b".'],
  ['\uD800', 'Cell B2 must be text without control characters'],
  ['x'.repeat(32_768), 'Cell B2 must be text of at most 32767 characters, got 32768 characters.'],
  [new Date(Number.NaN), 'got an invalid date.'],
  [new Date(Date.UTC(1900, 0, 5)), 'Cell B2 must be a date from 1900-03-01 on'],
])('refuses %j and keeps the file that was there', async (cell, message) => {
  const path = join(folder, 'kept.xlsx');
  await writeFile(path, 'before');
  const writer = await createWorkbookWriter(path);
  const write = writer.write([['a'], [1, cell]]);
  await expect(write).rejects.toThrow(DataError);
  await expect(write).rejects.toThrow(message);
  expect(await readFile(path, 'utf8')).toBe('before');
  expect((await readdir(folder)).filter((name) => name.endsWith('.tmp'))).toEqual([]);
});

test('leaves nothing behind when it is aborted in the middle', async () => {
  const path = join(folder, 'aborted.xlsx');
  const writer = await createWorkbookWriter(path);
  await writer.write(Array.from({ length: 5000 }, (_, i) => [i, Math.sqrt(i)]));
  await writer.abort();
  expect((await readdir(folder)).filter((name) => name.includes('aborted'))).toEqual([]);
  await expect(writer.write([[1]])).rejects.toThrow('The workbook writer is closed');
});

test('says where it cannot write', async () => {
  const missing = createWorkbookWriter(join(folder, 'no', 'such.xlsx'));
  await expect(missing).rejects.toThrow(`such.xlsx cannot be written: there is nothing at`);
  await writeFile(join(folder, 'file'), '');
  const below = createWorkbookWriter(join(folder, 'file', 'below.xlsx'));
  await expect(below).rejects.toThrow('is a file where a folder must be');
  await expect(below).rejects.toThrow(DataError);
});

test('refuses a sheet name that Excel does not open', async () => {
  const open = createWorkbookWriter(join(folder, 'name.xlsx'), { sheet: 'a/b' });
  await expect(open).rejects.toThrow(ConfigError);
});

test('says so when the disk is full, and leaves the old file and nothing else', async () => {
  const path = join(folder, 'full.xlsx');
  await writeFile(path, 'before');
  const script = `
    import { createWorkbookWriter } from ${JSON.stringify(new URL('workbook-writer.ts', import.meta.url).href)};
    const writer = await createWorkbookWriter(${JSON.stringify(path)});
    const rows = Array.from({ length: 1000 }, () => Array.from({ length: 20 }, Math.random));
    try {
      for (let k = 0; k < 50; k++) await writer.write(rows);
      await writer.close();
    } catch (error) {
      console.log(error.name, error.message);
    }`;
  // a limit of the file size is the full disk that a test can have
  const flags = '--import tsx --conditions=@anodec/source --input-type=module --eval "$SCRIPT"';
  const { stdout } = spawnSync('sh', ['-c', `ulimit -f 500; exec "$NODE" ${flags}`], {
    cwd: fileURLToPath(new URL('../../../..', import.meta.url)),
    env: { ...process.env, NODE: process.execPath, SCRIPT: script, NODE_OPTIONS: '' },
    encoding: 'utf8',
  });
  expect(stdout).toMatch(
    /^DataError full\.xlsx cannot be written: .* would grow above the largest/,
  );
  expect(await readFile(path, 'utf8')).toBe('before');
  expect((await readdir(folder)).filter((name) => name.includes('.full.xlsx'))).toEqual([]);
});
