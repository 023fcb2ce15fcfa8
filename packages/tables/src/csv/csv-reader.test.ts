/** Tests of text tables: dialects, names, words, units, damage, and csv-parse as the reference. */
import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { ConfigError, createRandom, DataError, StoppedError } from '@anodec/core';
import { parse } from 'csv-parse/sync';
import * as fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { TableChunk, TableColumn } from '../table.js';
import { type CsvOptions, openCsv } from './csv-reader.js';
import { RecordSplitter } from './record-splitter.js';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'anodec-csv-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

interface Table {
  readonly columns: readonly TableColumn[];
  readonly chunks: readonly TableChunk[];
  readonly notes?: readonly string[];
}

async function readFileAs(path: string, options: CsvOptions = {}): Promise<Table> {
  const table = await openCsv(path, options);
  try {
    const chunks: TableChunk[] = [];
    for await (const chunk of table.chunks()) chunks.push(chunk);
    return { columns: table.columns, chunks, notes: table.notes };
  } finally {
    await table.close();
  }
}

async function read(content: string | Buffer, options: CsvOptions = {}): Promise<Table> {
  const path = join(folder, 'table.csv');
  await writeFile(path, content);
  return readFileAs(path, options);
}

const names = ({ columns }: Table): string[] => columns.map(({ name }) => name);
const kinds = ({ columns }: Table): string[] => columns.map(({ kind }) => kind);
const numbers = ({ chunks }: Table): number[] => chunks.flatMap((chunk) => [...chunk.numbers]);

describe('finds out', () => {
  test.each([
    ['commas', 'a,b\n1.5,x\n-2,y\n', '.'],
    ['semicolons with decimal commas', 'a;b\n1,5;x\n-2;y\n', ','],
    ['tabs', 'a\tb\n1.5\tx\n-2\ty\n', '.'],
    ['Windows line ends and no last one', 'a,b\r\n1.5,x\r\n-2,y', '.'],
    ['a byte order mark', '\uFEFFa,b\n1.5,x\n-2,y\n', '.'],
    ['quoted fields', '"a";"b"\n"1,5";"x"\n-2;y\n', ','],
  ])('%s', async (_, content) => {
    expect(await read(content)).toEqual({
      notes: [],
      columns: [
        { name: 'a', kind: 'number' },
        { name: 'b', kind: 'text' },
      ],
      chunks: [{ firstRow: 2, rows: 2, numbers: Float64Array.of(1.5, -2), texts: [['x', 'y']] }],
    });
  });

  test('runs of blanks and that there are no names', async () => {
    const table = await read('   2.5e-01   3.6e+03\n  -1.0e+00   4\n');
    expect(names(table)).toEqual(['c1', 'c2']);
    expect(numbers(table)).toEqual([0.25, 3600, -1, 4]);
    expect(table.chunks[0].firstRow).toBe(1);
  });

  test('the row of stages above the names', async () => {
    const table = await read(
      ',P1,,,\n Timestamp,FIT101, MV101,P101,Normal/Attack\n 22/12,2.47,1,2,Normal\n',
    );
    expect(names(table)).toEqual([' Timestamp', 'FIT101', ' MV101', 'P101', 'Normal/Attack']);
    expect(kinds(table)).toEqual(['text', 'number', 'number', 'number', 'text']);
    expect(table.chunks[0].firstRow).toBe(3);
    expect(table.chunks[0].texts[0]).toEqual([' 22/12']);
  });

  test('that a file is packed, by its first bytes', async () => {
    expect(numbers(await read(gzipSync('a,b\n1,2\n3,4\n')))).toEqual([1, 2, 3, 4]);
  });

  test('that decimals begin with a point where both signs occur', async () => {
    const table = await read('a\tpair\n1.5\t2,3\n2.5\tx\n');
    expect(numbers(table)).toEqual([1.5, 2.5]);
    expect(table.chunks[0].texts).toEqual([['2,3', 'x']]);
  });

  test('one column of stamps with blanks inside as one column', async () => {
    const table = await read('stamp\n28/12/2015 10:00:00 AM\n28/12/2015 10:00:01 AM\n');
    expect(table.columns).toEqual([{ name: 'stamp', kind: 'text' }]);
  });
});

test('takes empty fields and the usual words for missing values in columns of numbers only', async () => {
  const table = await read('x,y,name\n1,,NA\nNaN,NA,\nnull,-3e2,none\n');
  expect(kinds(table)).toEqual(['number', 'number', 'text']);
  expect(numbers(table)).toEqual([1, Number.NaN, Number.NaN, Number.NaN, Number.NaN, -300]);
  expect(table.chunks[0].texts).toEqual([['NA', '', 'none']]);
});

test('takes every word of pandas for missing, and of the settings, but no infinity', async () => {
  const usual = ['#N/A N/A', '-1.#IND', '1.#QNAN', '-nan', '<NA>', 'n/a', 'NAN', '#NA', '-NaN'];
  const lines = [
    'x,y',
    ...usual.map((word) => `${word},1`),
    '1,2',
    '2,3',
    ...'34567890'.split('').map((d) => `${d},4`),
  ];
  const table = await read(lines.join('\n'));
  expect(kinds(table)).toEqual(['number', 'number']);
  expect(numbers(table).filter(Number.isNaN)).toHaveLength(usual.length);
  const own = 'x\n1\nNo Data\n-9999\n-9999.0\ninf\n2\n3\n4\n';
  const missingWords = ['No Data', '-9999', 'inf'];
  expect(numbers(await read(own, { missingWords }))).toEqual([1, NaN, NaN, NaN, NaN, 2, 3, 4]);
  await expect(read('x\n1\n2\n-inf\nBad\n3\n')).rejects.toThrow(
    'row 4, column x must be a number, got "-inf". Correct the field, or leave it empty if the value ' +
      'is not known, or name the word in `missingWords`. The column also holds "Bad".',
  );
});

test('reads True and False as 1 and 0 where a column holds nothing else', async () => {
  const table = await read('valve,word\nTrue,true\nFALSE,maybe\n,x\ntrue,y\n');
  expect(kinds(table)).toEqual(['number', 'text']);
  expect(numbers(table)).toEqual([1, 0, NaN, 1]);
  const late = `v\n${'True\n'.repeat(1200)}on\n`;
  await expect(read(late)).rejects.toThrow('row 1202, column v must be True or False, got "on".');
});

test('reads words for states as the numbers that they stand for', async () => {
  const table = await read('valve,x\nOPEN,1\nCLOSED,2\n OPEN,3\n', {
    wordValues: { CLOSED: 0, OPEN: 1 },
  });
  expect(numbers(table)).toEqual([1, 1, 0, 2, 1, 3]);
});

describe('names that are numbers', () => {
  test.each<[string, string, string[]]>([
    ['from 0 below a blank', ',0,1\n0,0.5,25\n1,0.25,24\n', ['Unnamed: 0', '0', '1']],
    ['from 0', '0,1\n0.5,25\n0.25,24\n', ['0', '1']],
    ['from 0 above whole numbers', '0,1,2\n5,5,1\n4,9,1\n', ['0', '1', '2']],
    ['below a word', 'time,1,2\n2020-01-01,5,5\n2020-01-02,4,9\n', ['time', '1', '2']],
    ['that count up', '101,205,317\n0.5,25.1,1\n0.25,24.2,2\n', ['101', '205', '317']],
  ])('are found: %s', async (_, text, right) => {
    const table = await read(text);
    expect(names(table)).toEqual(right);
    expect(table.chunks[0].firstRow).toBe(2);
    expect(table.notes?.[0]).toContain('was read as the names of the columns; `header: false`');
    expect(names(await read(text, { header: false }))[0]).toBe('c1');
  });

  test.each<[string, string]>([
    ['rows that count alike', '0,1,2\n3,4,5\n6,7,8\n'],
    ['one column that counts', '0\n1\n2\n3\n'],
    ['whole numbers that count up by chance', '3,7,9\n4,2,9\n1,1,3\n'],
    ['two columns of whole numbers', '0,1\n1,0\n0,0\n'],
    ['numbers with fractions', '0,1.5,2\n3,4,5\n'],
    ['a date before numbers', '2020-01-01,1,2\n2020-01-02,5,1\n'],
  ])('are none: %s', async (_, text) => {
    expect(names(await read(text))[0]).toBe('c1');
  });
});

describe('rows below the names', () => {
  const rest =
    '2020-01-01 00:00:00,0.5,25\n2020-01-01 00:01:00,0.25,24\n2020-01-01 00:02:00,0,23\n';

  test.each<[string, string, number]>([
    ['units', ',m,m3/h\n', 1],
    ['units and descriptions', 'UTC,m,m3/h\n,level of the tank,\n', 2],
  ])('that hold %s are left out, and it is said', async (_, rows, count) => {
    const table = await read(`time,level,flow\n${rows}${rest}`);
    expect(numbers(table)).toEqual([0.5, 25, 0.25, 24, 0, 23]);
    expect(table.chunks[0].firstRow).toBe(2 + count);
    expect(table.notes?.[0]).toMatch(/^rows? 2.* of table.csv holds? units or descriptions and/);
  });

  test.each<[string, string]>([
    ['words and a time', '2020-01-01 00:00:00,Bad,Bad\n'],
    ['a word and a number', ',Bad,25\n'],
  ])('that hold %s are readings', async (_, row) => {
    await expect(read(`time,level,flow\n${row}${rest}`)).rejects.toThrow(
      'row 2, column level must be a number, got "Bad".',
    );
  });

  test('are left out as many as asked for', async () => {
    const text = `time,level,flow\n,m,m3/h\n${rest}`;
    expect(numbers(await read(text, { skipRows: 2 }))).toEqual([0.25, 24, 0, 23]);
    await expect(read(text, { skipRows: 0 })).rejects.toThrow('got "m"');
    await expect(read(text, { skipRows: -1 })).rejects.toThrow(ConfigError);
  });
});

test('reads rows of blanks and numbers with blanks at their ends', async () => {
  const table = await read('1 1 0.040 25.07  \n1 2 0.154 25.01  \n');
  expect(names(table)).toEqual(['c1', 'c2', 'c3', 'c4']);
  expect(numbers(table)).toEqual([1, 1, 0.04, 25.07, 1, 2, 0.154, 25.01]);
});

test('keeps a text column as it is written, numbers in it included', async () => {
  const table = await read('id,x\nA1,1\n007,2\n 3 ,3\nB,4\n');
  expect(table.chunks[0].texts).toEqual([['A1', '007', ' 3 ', 'B']]);
});

test('names a blank column as pandas does and counts lines as an editor does', async () => {
  const table = await read(',note\n0,"two\nlines, ""quoted"""\n\n1,x\n');
  expect(names(table)).toEqual(['Unnamed: 0', 'note']);
  expect(table.chunks.map(({ firstRow, texts }) => [firstRow, texts[0]])).toEqual([
    [2, ['two\nlines, "quoted"']],
    [5, ['x']],
  ]);
});

test('takes the given dialect over what it would find out', async () => {
  const content = '# made by hand\n1|2\n3,5|4\n';
  const table = await read(content, { delimiter: '|', decimal: ',', headerRow: 2 });
  expect(names(table)).toEqual(['1', '2']);
  expect(numbers(table)).toEqual([3.5, 4]);
  expect(names(await read('a,b\nc,d\n', { header: false }))).toEqual(['c1', 'c2']);
});

test.each<[string, string, string]>([
  [
    'text in a column of numbers',
    'a,b\n1,2\n3,4\n5,Bad Input\n',
    'table.csv, row 4, column b must be a number, got "Bad Input". Correct the field',
  ],
  ['another base', 'a,b\n1,2\n3,4\n5,0x10\n', 'row 4, column b must be a number, got "0x10".'],
  ['infinity', 'a,b\n1,2\n3,4\n5,Infinity\n', 'row 4, column b must be a number, got "Infinity".'],
  ['a ragged row', 'a,b\n1,2\n1,2,3\n4,5\n', 'table.csv, row 3 must have 2 fields, got 3.'],
  ['an empty file', '', 'table.csv must have rows, got an empty file.'],
  ['only names', 'a,b\n', 'table.csv must have rows below the names of its columns, got none.'],
  [
    'the same name twice',
    'a,a\n1,2\n',
    'row 1 must hold different names, got "a" in columns 1 and 2.',
  ],
  [
    'an open quote',
    'a,b\n1,"2\n3,4\n',
    'row 2 must have fields with paired quotation marks, got a quotation mark that is never closed.',
  ],
  [
    'text behind a quote',
    'a,b\n"1"x,2\n',
    'got a field that goes on behind its closing quotation mark.',
  ],
])('refuses %s, naming file and row', async (_, content, message) => {
  await expect(read(content)).rejects.toThrow(DataError);
  await expect(read(content)).rejects.toThrow(message);
});

test('refuses what is no text, truncated, or not there', async () => {
  await expect(read(Buffer.from([0x61, 0xff, 0x0a]))).rejects.toThrow('must be text in UTF-8');
  await expect(read('a,b\n1,\0\n')).rejects.toThrow('got a zero byte');
  const packed = gzipSync('a,b\n'.concat('1,2\n'.repeat(5000)));
  await expect(read(packed.subarray(0, 40))).rejects.toThrow('must be an intact gzip file');
  await expect(readFileAs(join(folder, 'none.csv'))).rejects.toThrow('there is nothing at');
  await expect(readFileAs(folder)).rejects.toThrow('is a folder. Name a file.');
  await expect(read('a\n1\n', { delimiter: ',', decimal: ',' })).rejects.toThrow(ConfigError);
});

test('reads UTF-16 as Windows saves it', async () => {
  const table = await read(Buffer.from('\uFEFFé\t水\n1\t2\n', 'utf16le'));
  expect(names(table)).toEqual(['é', '水']);
});

test('stops when asked to', async () => {
  const stop = new AbortController();
  const path = join(folder, 'long.csv');
  await writeFile(path, 'a,b\n'.concat('1.25,2.5\n'.repeat(100_000)));
  const table = await openCsv(path, { signal: stop.signal });
  const run = async (): Promise<void> => {
    for await (const _ of table.chunks()) stop.abort();
  };
  await expect(run()).rejects.toThrow(StoppedError);
  await table.close();
});

function quoted(text: string): string {
  return /["\n,]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

test('cuts records as csv-parse does, wherever the text is cut into pieces', () => {
  const field = fc.string({
    unit: fc.constantFrom('a', 'é', '"', ',', '\n', ' ', '1'),
    maxLength: 6,
  });
  const table = fc.array(fc.array(field, { minLength: 2, maxLength: 4 }), { maxLength: 8 });
  fc.assert(
    fc.property(table, fc.integer({ min: 1, max: 9 }), (rows, size) => {
      const csv = rows.map((row) => `${row.map(quoted).join(',')}\r\n`).join('');
      const splitter = new RecordSplitter('x', ',');
      const records = [];
      for (let start = 0; start < csv.length; start += size) {
        records.push(...splitter.push(csv.slice(start, start + size)));
      }
      records.push(...splitter.end());
      expect(records.map(({ fields }) => fields)).toEqual(parse(csv, { relax_column_count: true }));
    }),
    { numRuns: 120, seed: 42 },
  );
});

test('gives back the numbers of any table to the bit', async () => {
  const number = fc.option(fc.double({ noNaN: true, noDefaultInfinity: true }), {
    nil: Number.NaN,
  });
  const row = fc.tuple(number, number, number);
  await fc.assert(
    fc.asyncProperty(
      fc.array(row, { minLength: 1, maxLength: 50 }),
      fc.constantFrom(',', ';', '\t'),
      async (rows, delimiter) => {
        const lines = rows.map((values) =>
          values.map((v) => (Number.isNaN(v) ? '' : v)).join(delimiter),
        );
        // a line of nothing but blanks is none, which only a table with tabs could mean otherwise
        fc.pre(lines.every((line) => line.trim() !== ''));
        const table = await read(`${['a', 'b', 'c'].join(delimiter)}\n${lines.join('\n')}`);
        expect(numbers(table)).toEqual(rows.flat().map((value) => value + 0));
      },
    ),
    { numRuns: 40, seed: 42 },
  );
});

test('reads or refuses a damaged table, and nothing worse', async () => {
  const random = createRandom(42);
  const lines = Array.from(
    { length: 60 },
    (_, i) => `2014-07-01 00:${i},${i / 7},"a ""b"" ${i}"\n`,
  );
  const intact = Buffer.from(`stamp,value,note\n${lines.join('')}`);
  const worse: unknown[] = [];
  let refused = 0;
  for (let k = 0; k < 150; k++) {
    const bytes = Buffer.from(intact);
    bytes[random.integer(bytes.length)] = random.integer(256);
    await read(bytes.subarray(0, bytes.length - random.integer(40))).catch((error: unknown) => {
      refused++;
      if (!(error instanceof DataError)) worse.push(error);
    });
  }
  expect(worse).toEqual([]);
  expect(refused).toBeGreaterThan(50);
  expect(refused).toBeLessThan(150);
});

test('refuses carriage returns alone as line ends', async () => {
  await expect(read('a,b\r1,2\r3,4\r')).rejects.toThrow(
    'must have lines that end in a line feed, got carriage returns alone.',
  );
});

test('gives up a line without an end before it fills the memory', async () => {
  const packed = gzipSync(Buffer.alloc(1 << 26, '1,'));
  await expect(read(packed)).rejects.toThrow('got a line or a quoted field of more than 16777216');
});

const shared = fileURLToPath(new URL('../../../../../shared/datasets', import.meta.url));
const absent = !existsSync(shared);
const reason = absent ? ' (skipped: the data sets do not lie beside the project)' : '';

test.skipIf(absent)(`reads the real tables as they are${reason}`, async () => {
  const tep = await readFileAs(join(shared, 'tep/d00_te.dat'));
  expect([tep.columns.length, tep.columns[51].name, numbers(tep).length]).toEqual([
    52,
    'c52',
    49_920,
  ]);
  expect(numbers(tep).slice(0, 2)).toEqual([0.24889, 3702.3]);
  const asd = await readFileAs(join(shared, 'asd/omi-2_train.csv'));
  expect(new Set(kinds(asd))).toEqual(new Set(['number']));
  expect(asd.columns[18].name).toBe('m18');
  const nab = await readFileAs(join(shared, 'nab/machine_temperature_system_failure.csv'));
  expect(kinds(nab)).toEqual(['text', 'number']);
  expect(nab.chunks.reduce((sum, { rows }) => sum + rows, 0)).toBe(22_695);
});
