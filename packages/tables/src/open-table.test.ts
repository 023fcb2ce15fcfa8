/** Tests of opening tables by name: every format, stores, options, what is no file. */
import { execFileSync } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { DataError } from '@anodec/core';
import { encodeNpy } from '@anodec/files';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { exportTable } from './transfer/export-table.js';
import { createWorkbookWriter } from './excel/workbook-writer.js';
import { updateStore } from './hdf5/store.js';
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
  const array = { shape: [2, 2], data: Float64Array.of(1, 2, 3, 4) };
  await writeFile(join(folder, 'table.npy'), Buffer.concat(encodeNpy(array)));
  await writeFile(join(folder, 'table.json'), '[{"a":1,"b":2},{"a":3,"b":4}]');
  for (const ending of ['.h5', '.hdf5', '.hdf']) {
    await updateStore(join(folder, `table${ending}`), async (draft) => {
      await draft.writeTable('ab', await openTable(join(folder, 'table.csv')));
    });
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
    const names = ending === '.npy' ? ['c0', 'c1'] : ['a', 'b']; // an array has no names
    expect(table.columns).toEqual(names.map((name) => ({ name, kind: 'number' })));
    expect(numbers).toEqual([1, 2, 3, 4]);
  },
);

test.each<[string, TableOptions, string]>([
  ['table.sqlite', {}, 'table.sqlite must be a table that ends in one of .xlsx, .csv, .csv.gz'],
  ['table.xlsx', { delimiter: ';' }, 'table.xlsx must be a text table to take `delimiter`.'],
  ['table.arrow', { header: true }, 'must be a text table or a workbook to take `header`.'],
  ['table.csv', { sheet: 'Data' }, 'table.csv must be a workbook to take `sheet`.'],
])('refuses %s with the options %j', async (name, options, message) => {
  const open = openTable(join(folder, name), options);
  await expect(open).rejects.toThrow(DataError);
  await expect(open).rejects.toThrow(message);
});

async function read(name: string, options: TableOptions = {}) {
  const table = await openTable(join(folder, name), options);
  const numbers: number[] = [];
  const texts: string[][] = [];
  for await (const chunk of table.chunks()) {
    numbers.push(...chunk.numbers);
    for (const [j, cells] of chunk.texts.entries()) (texts[j] ??= []).push(...cells);
  }
  await table.close();
  return { columns: table.columns, notes: table.notes, numbers, texts };
}

test('reads a table of a store by its key, and asks for the key where there are several', async () => {
  await updateStore(join(folder, 'two.h5'), async (draft) => {
    for (const key of ['x', 'y']) {
      await draft.writeTable(key, await openTable(join(folder, 'table.csv')));
    }
  });
  expect((await read('two.h5:y')).numbers).toEqual([1, 2, 3, 4]);
  await expect(read('two.h5')).rejects.toThrow(
    'two.h5 must be named with the key of a table, such as two.h5:x, got none. It has x, y.',
  );
  await updateStore(join(folder, 'none.h5'), () => Promise.resolve());
  await expect(read('none.h5')).rejects.toThrow(
    'none.h5 must hold a DataFrame of pandas or a table of this program outside of any group, got neither.',
  );
  await expect(read('two.h5:z')).rejects.toThrow('The key z must be in the store');
});

test('names what is no file with rows for what it is', async () => {
  await mkdir(join(folder, 'folder.csv'));
  await writeFile(join(folder, 'empty.xlsx'), '');
  execFileSync('mkfifo', [join(folder, 'pipe.csv')]);
  await expect(read('folder.csv')).rejects.toThrow('folder.csv is a folder. Name a file in it.');
  await expect(read('empty.xlsx')).rejects.toThrow('must have rows, got an empty file.');
  await expect(read('pipe.csv')).rejects.toThrow('must be a file, got a named pipe');
});

test('names the sheets with data where the first one is empty', async () => {
  const { default: ExcelJS } = await import('exceljs');
  const book = new ExcelJS.Workbook();
  book.addWorksheet('Cover');
  book.addWorksheet('Blank');
  book.addWorksheet('Data').addRows([
    ['a', 'b'],
    [1, 2],
  ]);
  await book.xlsx.writeFile(join(folder, 'second.xlsx'));
  await expect(read('second.xlsx')).rejects.toThrow(
    'Data is on the sheet "Data": name one in `sheet`.',
  );
  expect((await read('second.xlsx', { sheet: 'Data' })).numbers).toEqual([1, 2]);
});

test.each(['.csv', '.xlsx', '.parquet', '.arrow', '.h5', '.npy'])(
  'takes words for missing values in %s',
  async (ending) => {
    const { numbers } = await read(`table${ending}`, { missingWords: ['3.0', 'Bad'] });
    expect(numbers).toEqual([1, 2, NaN, 4]);
  },
);

test('takes words in cells of workbooks as missing or as numbers, and leaves rows of units out', async () => {
  const writer = await createWorkbookWriter(join(folder, 'words.xlsx'));
  await writer.write([
    ['level', 'valve'],
    ['m', 'state'],
    [1, 'ON'],
    ['Bad', 'OFF'],
    [3, 'ON'],
  ]);
  await writer.close();
  const options = { missingWords: ['Bad'], wordValues: { OFF: 0, ON: 1 } };
  const { columns, numbers, notes } = await read('words.xlsx', options);
  expect(columns.map(({ kind }) => kind)).toEqual(['number', 'number']);
  expect(numbers).toEqual([1, 1, NaN, 0, 3, 1]);
  expect(notes).toEqual([
    'row 2 of words.xlsx holds units or descriptions and was left out; `skipRows: 0` reads it',
  ]);
  await expect(read('words.xlsx', { ...options, skipRows: 0 })).rejects.toThrow(
    'row 2, column level must be a number, got "m".',
  );
  expect((await read('words.xlsx', { ...options, skipRows: 2 })).numbers).toEqual([NaN, 0, 3, 1]);
});

test('keeps notes on how a table was read with the table in a store', async () => {
  await writeFile(join(folder, 'bare.csv'), '0.5,1\n1.5,2\n');
  await updateStore(join(folder, 'notes.h5'), async (draft) => {
    await draft.writeTable('t', await openTable(join(folder, 'bare.csv')));
  });
  expect((await read('notes.h5:t')).notes).toEqual([
    'bare.csv has no names in its first row, so its columns are called c1 to c2; `headerRow: 1` reads ' +
      'them there',
  ]);
});
