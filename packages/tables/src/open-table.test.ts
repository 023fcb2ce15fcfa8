import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { DataError } from '@anodec/core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { exportTable } from './transfer/export-table.js';
import { createWorkbookWriter } from './excel/workbook-writer.js';
import { openTable, type TableOptions, tableFormats } from './open-table.js';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'anodec-tables-'));
  const writer = await createWorkbookWriter(join(folder, 'table.xlsx'));
  await writer.write([
    ['a', 'b'],
    [1, 2],
    [3, 4],
  ]);
  await writer.close();
  await writeFile(join(folder, 'table.csv'), 'a,b\n1,2\n3,4\n');
  await writeFile(join(folder, 'table.csv.gz'), gzipSync('a,b\n1,2\n3,4\n'));
  await writeFile(join(folder, 'table.tsv'), 'a\tb\n1\t2\n3\t4\n');
  await writeFile(join(folder, 'table.txt'), 'a;b\n1;2\n3;4\n');
  await writeFile(join(folder, 'table.dat'), 'a b\n1 2\n3 4\n');
  for (const ending of ['.parquet', '.arrow', '.feather']) {
    const table = await openTable(join(folder, 'table.csv'));
    await exportTable(table, join(folder, `table${ending}`));
  }
});
afterAll(() => rm(folder, { recursive: true, force: true }));

test.each(Object.keys(tableFormats))(
  'reads the same table from a file that ends in %s',
  async (ending) => {
    const table = await openTable(join(folder, `table${ending}`));
    const numbers: number[] = [];
    for await (const chunk of table.chunks()) numbers.push(...chunk.numbers);
    await table.close();
    expect(table.columns).toEqual([
      { name: 'a', kind: 'number' },
      { name: 'b', kind: 'number' },
    ]);
    expect(numbers).toEqual([1, 2, 3, 4]);
  },
);

test.each<[string, TableOptions, string]>([
  ['table.sqlite', {}, 'table.sqlite must be a table that ends in one of .xlsx, .csv, .csv.gz'],
  ['table.xlsx', { delimiter: ';' }, 'table.xlsx must be a text table to take delimiter.'],
  ['table.arrow', { header: true }, 'must be a text table or a workbook to take header.'],
  ['table.csv', { sheet: 'Data' }, 'table.csv must be a workbook to take sheet.'],
])('refuses %s with the options %j', async (name, options, message) => {
  const open = openTable(join(folder, name), options);
  await expect(open).rejects.toThrow(DataError);
  await expect(open).rejects.toThrow(message);
});
