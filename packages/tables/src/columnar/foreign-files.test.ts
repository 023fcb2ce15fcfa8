/** Files of pandas, polars and DuckDB, from utils/golden/columnar_files.py, which has the values too. */
import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { DataError } from '@anodec/core';
import { describe, expect, test } from 'vitest';
import { openTable } from '../open-table.js';
import type { TableChunk } from '../table.js';

const folder = fileURLToPath(new URL('../../../../test/fixtures/columnar/', import.meta.url));
const ROWS = 300;
const start = Date.UTC(2016, 0, 2, 0, 0, 1) + 0.256;

async function readAll(name: string) {
  const table = await openTable(`${folder}${name}`);
  const chunks: TableChunk[] = [];
  try {
    for await (const chunk of table.chunks()) chunks.push(chunk);
  } finally {
    await table.close();
  }
  const K = table.columns.filter(({ kind }) => kind !== 'text').length;
  return {
    columns: table.columns,
    firstRows: chunks.map(({ firstRow }) => firstRow),
    numbers: chunks.flatMap(({ numbers, rows }) =>
      Array.from({ length: rows }, (_, r) => [...numbers.subarray(r * K, (r + 1) * K)]),
    ),
    texts: chunks[0].texts.map((_, j) => chunks.flatMap((chunk) => chunk.texts[j])),
  };
}

const whole = readdirSync(folder).filter((name) => /^(pandas|pyarrow|polars|duckdb)/.test(name));

test('has files of three programs in seven compressions', () => {
  expect(whole).toHaveLength(15);
});

describe.each(whole)('%s', (name) => {
  test('gives every cell, times to the microsecond', async () => {
    const { columns, numbers, texts } = await readAll(name);
    expect(columns.map((column) => `${column.name}: ${column.kind}`)).toEqual([
      'Timestamp: time',
      'level: number',
      'narrow: number',
      'count: number',
      'small: number',
      'open: number',
      'label: text',
      'place: text',
    ]);
    expect(columns.map(({ stored }) => stored)).toEqual([
      undefined,
      undefined,
      'float32',
      undefined,
      'int8',
      undefined,
      undefined,
      undefined,
    ]);
    const expected = Array.from({ length: ROWS }, (_, n) => {
      // seconds apart from the rest, which a double does not add without error
      const time = start - 0.256 + n * 1000 + 0.256;
      return [time, n % 7 === 3 ? NaN : n / 8, n / 4, n - 5, (n % 3) - 1, n % 2 === 0 ? 1 : 0];
    });
    expect(numbers).toEqual(expected);
    const label = (n: number) => (n % 5 === 0 ? 'Attack' : 'Normal');
    const rows = Array.from({ length: ROWS }, (_, n) => n);
    expect(texts).toEqual([
      rows.map((n) => (n % 11 === 2 ? '' : label(n))),
      rows.map((n) => (n % 2 === 0 ? 'pümp' : 'valve')),
    ]);
  });
});

test('counts rows on from one row group, or batch, to the next', async () => {
  for (const name of ['pandas-snappy.parquet', 'polars-zstd.parquet', 'pandas-lz4.feather']) {
    expect((await readAll(name)).firstRows).toEqual([1, 129, 257]);
  }
});

test('reads decimals and days', async () => {
  const { columns, numbers } = await readAll('exact.parquet');
  expect(columns.map(({ kind }) => kind)).toEqual(['number', 'time']);
  expect(numbers).toEqual([
    [1.25, 0],
    [NaN, 16801 * 86_400_000],
    [-3.5, NaN],
  ]);
});

test('refuses a whole number that no double holds, naming row and column', async () => {
  await expect(readAll('too-big.parquet')).rejects.toThrow(DataError);
  await expect(readAll('too-big.parquet')).rejects.toThrow(
    'too-big.parquet, row 3, column big must be a number of at most 15 digits, got 9007199254740993, which has too ' +
      'many digits. Store the column as floats, or leave it out before storing.',
  );
});

test.each(readdirSync(folder).filter((name) => name.startsWith('odd-')))(
  'refuses %s, naming the column',
  async (name) => {
    const column = /odd-(\w+)/.exec(name)?.[1] ?? '';
    await expect(readAll(name)).rejects.toThrow(DataError);
    await expect(readAll(name)).rejects.toThrow(
      `The column ${column} of ${name} must hold numbers`,
    );
  },
);

test('refuses options of other formats', async () => {
  const opening = openTable(`${folder}pandas-zstd.parquet`, { headerRow: 2 });
  await expect(opening).rejects.toThrow('must be a text table or a workbook to take `headerRow`.');
});
