/** The workbooks of a simulation. */
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DataError, StoppedError } from '@anodec/core';
import ExcelJs from 'exceljs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { attackSpan, FULL_SIZE, normalSpan, SimulateConfig } from './config.js';
import { readManifest, type SimulationManifest } from './manifest.js';
import { simulatedFiles, writeSimulation } from './write-simulation.js';

const settings = { seed: 5, normalDuration: '1h', attackDuration: '12h' };
let folder: string;
let manifest: SimulationManifest;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'anodec-simulate-'));
  manifest = await writeSimulation(folder, settings);
});

afterAll(() => rm(folder, { recursive: true, force: true }));

/** The rows of a workbook's only sheet, as exceljs reads them; columns count from 0. */
async function readRows(path: string): Promise<ExcelJs.CellValue[][]> {
  const book = new ExcelJs.stream.xlsx.WorkbookReader(join(folder, path), {
    sharedStrings: 'cache',
    styles: 'cache',
    worksheets: 'emit',
  });
  const rows: ExcelJs.CellValue[][] = [];
  for await (const sheet of book) {
    for await (const row of sheet) rows.push(Array.isArray(row.values) ? row.values.slice(1) : []);
  }
  return rows;
}

test('writes the second normal workbook as the first without half an hour', async () => {
  const [whole, cut] = await Promise.all([
    readRows(simulatedFiles.normal),
    readRows(simulatedFiles.normalCut),
  ]);
  expect(whole[0].filter((cell) => cell !== undefined)).toEqual([
    'P1',
    'P2',
    'P3',
    'P4',
    'P5',
    'P6',
  ]);
  expect(whole[0].indexOf('P2')).toBe(whole[1].indexOf('AIT201'));
  expect(whole[1]).toHaveLength(53);
  expect(whole[1].slice(0, 4)).toEqual([' Timestamp', 'FIT101', 'LIT101', 'MV101']);
  expect(whole).toHaveLength(2 + 3600);
  expect(cut.slice(2)).toEqual(whole.slice(2 + 1800));
  expect(whole[2][0]).toBe(' 28/12/2015 09:00:00 AM');
  expect(whole[3601][0]).toBe(' 28/12/2015 09:59:59 AM');
});

test('lists the attacks as the original does, quirks included', async () => {
  const book = new ExcelJs.Workbook();
  await book.xlsx.readFile(join(folder, simulatedFiles.list));
  const sheet = book.getWorksheet('Sheet1');
  if (!sheet) throw new Error('the list must have a sheet');
  const cell = (row: number, column: number) => sheet.getCell(row, column);
  expect(sheet.rowCount).toBe(50);
  expect(cell(1, 1).value).toBe('Attack #');
  const start = cell(2, 2).value;
  expect(start).toBeInstanceOf(Date);
  expect(cell(2, 2).numFmt).toBe('h:mm:ss');
  expect((cell(2, 3).value as Date).getUTCFullYear()).toBe(1899);
  expect([cell(6, 1).value, cell(6, 3).value]).toEqual([5, null]);
  expect(cell(15, 4).value).toBe('Mv-303');
  expect(cell(24, 4).value).toBe('P-602, DIT-301, MV-302');
  expect((cell(38, 2).value as Date).getUTCFullYear()).toBe(2015);
  expect(manifest.attacks[36].listedStart).toMatch(/^2016-01-0[12]/);
  expect(cell(50, 2).text).toContain('Attack 26');
});

test('says what it wrote, and finds it again only for the same settings', async () => {
  expect(manifest.files.map(({ path }) => path)).toEqual(Object.values(simulatedFiles));
  const [normal, cut, attack, list] = manifest.files.map(({ rows }) => rows);
  expect([normal, cut, list]).toEqual([3600, 1800, 41]);
  // up to 81 seconds are missing; fewer where the pause between attacks 30 and 31 is short
  expect(43_200 - attack).toBeGreaterThan(0);
  expect(43_200 - attack).toBeLessThanOrEqual(81);
  expect(manifest.attacks).toHaveLength(41);
  expect(await readManifest(folder)).toEqual(manifest);
  expect(await readManifest(join(folder, 'elsewhere'))).toBeUndefined();
});

test('is as long as the originals when asked to', () => {
  const config = SimulateConfig.parse(FULL_SIZE);
  expect([normalSpan(config).seconds, attackSpan(config).seconds]).toEqual([496_800, 449_919 + 81]);
});

test('refuses to replace a workbook that it did not write', async () => {
  const other = await mkdtemp(join(tmpdir(), 'anodec-simulate-'));
  try {
    await writeFile(join(other, simulatedFiles.list), 'a list that somebody obtained');
    const writing = writeSimulation(other, settings);
    await expect(writing).rejects.toThrow(DataError);
    await expect(writing).rejects.toThrow('was not written by the simulator');
    expect(await readFile(join(other, simulatedFiles.list), 'utf8')).toContain('somebody');
  } finally {
    await rm(other, { recursive: true, force: true });
  }
});

test('leaves everything as it was when stopped in the middle', async () => {
  const before = await readdir(folder);
  const stop = new AbortController();
  const progress = { begin() {}, update: () => stop.abort(), end() {} };
  const writing = writeSimulation(folder, settings, { signal: stop.signal, progress });
  await expect(writing).rejects.toThrow(StoppedError);
  expect(await readdir(folder)).toEqual(before);
  expect(await readManifest(folder)).toEqual(manifest);
});

test('says in one sentence when it cannot write', async () => {
  const writing = writeSimulation(join(folder, simulatedFiles.list, 'below'), settings);
  await expect(writing).rejects.toThrow(DataError);
});
