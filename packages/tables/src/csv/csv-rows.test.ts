/** Small text tables cell by cell. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { readCsvRows } from './csv-rows.js';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'anodec-rows-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

test('keeps texts below a column of numbers, quoted fields and the numbers of the rows', async () => {
  const path = join(folder, 'list.csv');
  writeFileSync(path, 'Attack #,Point\n1,"MV-101; P-102"\n\n2,\nLegend: SSSP,"a ""b"""');
  expect(await readCsvRows(path)).toEqual([
    ['Attack #', 'Point'],
    ['1', 'MV-101; P-102'],
    [],
    ['2', null],
    ['Legend: SSSP', 'a "b"'],
  ]);
});
