/** Tests of rows as JSON: kinds of columns, empty cells, and what is refused. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openTable } from '../open-table.js';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'anodec-json-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function read(document: unknown) {
  const path = join(folder, 'rows.json');
  writeFileSync(path, typeof document === 'string' ? document : JSON.stringify(document));
  const table = await openTable(path);
  const chunks = [];
  for await (const chunk of table.chunks()) chunks.push(chunk);
  return { columns: table.columns, ...chunks[0] };
}

test('reads numbers and texts, null as an empty cell', async () => {
  const table = await read([
    { time: '2024-01-01', A: 1.5, tag: 'x' },
    { tag: 7, time: '2024-01-02', A: null },
  ]);
  expect(table.columns.map(({ name, kind }) => `${name} ${kind}`)).toEqual([
    'time text',
    'A number',
    'tag text',
  ]);
  expect([...table.numbers]).toEqual([1.5, NaN]);
  expect(table.texts).toEqual([
    ['2024-01-01', '2024-01-02'],
    ['x', '7'],
  ]);
});

test.each([
  ['{', 'rows.json must be JSON, got something else'],
  [[], 'rows.json must be a list of rows'],
  [{ A: [1] }, 'rows.json must be a list of rows'],
  [[{ A: 1 }, { B: 1 }], 'rows.json, row 2 must have the names of the first row, but lacks "A"'],
  [[{ A: 1 }, { A: 1, B: 1 }], 'row 2 must have the names of the first row, but has "B" besides'],
  [[{ A: 1 }, { A: [2] }], 'row 2 must hold a number, a text or null in "A", got [2].'],
])('refuses %j', async (document, message) => {
  await expect(read(document)).rejects.toThrow(message);
});
