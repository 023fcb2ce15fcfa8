/** Tests of reading tables of sizes: each quirk of the four, and cells that cannot be used. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DataError } from '@anodec/core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readSizes, type ReadTable } from './read-sizes.js';
import { sizeSources } from './sources.js';

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'anodec-sizes-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

async function readText(name: string, text: string): Promise<ReadTable> {
  const source = sizeSources.find((other) => other.name === name);
  if (!source) throw new Error(`no source ${name}`);
  const path = join(folder, source.file);
  writeFileSync(path, text);
  const [table] = await readSizes([{ source, path }]);
  return table;
}

function sizesOf({ messages }: ReadTable): number[][] {
  return Array.from(messages.lengths, (length, n) => [length, messages.widths[n]]);
}

test('reads cars, leaves out rows without a size and widths from 3 m on, and counts them', async () => {
  const table = await readText(
    'cars',
    'model_trim,model_length_mm,model_width_mm\n"1.6, 16V",4270,1828\nGT,,1700\nGT,4100,\nGT,4000,3000\nGT,4000,2999\n',
  );
  expect(sizesOf(table)).toEqual([
    [4270, 1828],
    [4000, 2999],
  ]);
  expect([table.rows, table.incomplete, table.tooLarge]).toEqual([5, 2, 1]);
});

test('reads centimetres with decimal commas as millimetres: chest as length, shoulder as width', async () => {
  const table = await readText(
    'bodies',
    'shoulder.girth;chest.girth;age\n106,2;89,5;21\n110,5;97;23\n',
  );
  expect(sizesOf(table)).toEqual([
    [895, 1062],
    [970, 1105],
  ]);
});

test('reads blanks between thousands, Italian headings, and leaves out lengths from 10 m on', async () => {
  const text =
    'MARCA;LUNGHEZZA (mm);LARGHEZZA (mm)\r\nA;2 085;835\r\nB;20 850;835\r\nC;9 999;1 010\r\n';
  const table = await readText('motosItalian', text);
  expect(sizesOf(table)).toEqual([
    [2085, 835],
    [9999, 1010],
  ]);
  expect(table.tooLarge).toBe(1);
});

test('names file, row and column of a cell that is no size', async () => {
  const read = readText(
    'motos',
    'Make;Overall length (mm);Overall width (mm)\nA;2 085;835\nB;long;835\n',
  );
  await expect(read).rejects.toThrow(DataError);
  await expect(read).rejects.toThrow(
    'A size must be a number above 0, got "long" (moto.csv, row 3, Overall length (mm)).',
  );
});

test('names the column that is missing, and those that are there', async () => {
  const read = readText('cars', 'length,width\n1,2\n');
  await expect(read).rejects.toThrow(
    'CQA_Premium.csv must have a column "model_length_mm", got length, width.',
  );
});
