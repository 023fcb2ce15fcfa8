/** Columns of numbers in Parquet files, read back by another implementation of the format. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createRandom } from '@anodec/core';
import { asyncBufferFromFile, parquetMetadataAsync, parquetRead } from 'hyparquet';
import { compressors } from 'hyparquet-compressors';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { TableColumn } from '../table.js';
import { writeParquet } from './parquet-writer.js';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'anodec-parquet-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const random = createRandom(42);
const rows = (count: number, cell: (r: number) => number) =>
  Array.from({ length: count }, (_, r) => cell(r));

/** Writes one column and reads it back. */
async function roundTrip(column: Omit<TableColumn, 'name'>, cells: readonly number[]) {
  const path = join(folder, 'a.parquet');
  const named = { name: 'x', ...column };
  const numbers = column.stored === 'float32' ? Float32Array.from(cells) : Float64Array.from(cells);
  const missing = cells.filter(Number.isNaN).length;
  async function* batches() {
    yield { rows: cells.length, columns: [{ column: named, numbers, missing }] };
  }
  await writeParquet(path, { columns: [named], notes: {}, batches: batches() });
  const file = await asyncBufferFromFile(path);
  const metadata = await parquetMetadataAsync(file);
  const back: unknown[] = [];
  await parquetRead({
    file,
    compressors,
    utf8: false,
    onChunk: ({ columnData }) => back.push(...(columnData as unknown[])),
  });
  const [chunk] = metadata.row_groups[0].columns;
  return { back, meta: chunk.meta_data, schema: metadata.schema[1] };
}

const float = { kind: 'number', stored: 'float32' } as const;
const double = { kind: 'number' } as const;
const orNull = (cell: number) => (Number.isNaN(cell) ? null : cell);

test.each([
  ['one value', float, rows(1000, () => 7.5), 'RLE_DICTIONARY'],
  ['two values in turns', float, rows(1000, (r) => r % 2), 'RLE_DICTIONARY'],
  ['257 values', float, rows(65_536, (r) => (r * 31) % 257), 'RLE_DICTIONARY'],
  [
    'as many values as pay, 15 bits each',
    float,
    rows(65_536, (r) => (r * 7) % 32_768),
    'RLE_DICTIONARY',
  ],
  ['one value more than pays', float, rows(65_536, (r) => (r * 7) % 32_769), 'PLAIN'],
  ['no value twice', float, rows(1000, () => Math.fround(random.normal())), 'PLAIN'],
  [
    'doubles that differ in one word',
    double,
    rows(999, (r) => 1 + (r % 3) * 2 ** -52),
    'RLE_DICTIONARY',
  ],
  ['doubles', double, rows(999, () => random.normal()), 'PLAIN'],
  [
    'missing ones among few',
    float,
    rows(1003, (r) => (r % 5 === 1 ? NaN : r % 3)),
    'RLE_DICTIONARY',
  ],
  [
    'missing ones among many',
    double,
    rows(1003, (r) => (r % 7 === 1 ? NaN : random.normal())),
    'PLAIN',
  ],
  ['only missing ones', float, rows(11, () => NaN), 'PLAIN'],
  ['zeros of both signs', float, rows(12, (r) => (r % 2 === 0 ? 0 : -0)), 'RLE_DICTIONARY'],
  ['one row', double, [1 / 3], 'PLAIN'],
] as const)('%s come back to the bit', async (_, column, cells, encoding) => {
  const { back, meta } = await roundTrip(column, cells);
  expect(back.length).toBe(cells.length);
  expect(back.every((cell, r) => Object.is(cell, orNull(cells[r])))).toBe(true);
  expect(meta?.encodings.at(-1)).toBe(encoding);
});

test('labels are bytes, times microseconds, before 1970 as well', async () => {
  const labels = [0, 1, -1, NaN, 1, 0, 0, 0];
  const bytes = await roundTrip({ kind: 'number', stored: 'int8' }, labels);
  expect(bytes.back).toEqual(labels.map(orNull));
  expect([bytes.schema.type, bytes.schema.converted_type]).toEqual(['INT32', 'INT_8']);
  const times = [-1.5, 0, 0.001, Date.UTC(2016, 0, 2) + 0.25, NaN, Date.UTC(1890, 5, 1)];
  const read = await roundTrip({ kind: 'time' }, times);
  const moments = read.back.map((time) => (time instanceof Date ? time.getTime() : time));
  // a Date has whole milliseconds
  expect(moments).toEqual([-1, 0, 0, Date.UTC(2016, 0, 2), null, Date.UTC(1890, 5, 1)]);
  expect(read.meta?.statistics).toMatchObject({ null_count: 1n });
});

test('the footer bounds the values, so that other programs skip what they do not look for', async () => {
  const { meta } = await roundTrip(float, [3, NaN, -2, 0.5]);
  expect(meta?.statistics).toMatchObject({ min_value: -2, max_value: 3, null_count: 1n });
  // a reader that looks for -0 must find it among zeros
  const zeros = await roundTrip(float, [0, 0, 0]);
  expect(zeros.meta?.statistics?.min_value).toBe(-0);
  expect(zeros.meta?.statistics?.max_value).toBe(0);
  const none = await roundTrip(float, [NaN, NaN]);
  expect(none.meta?.statistics?.min_value).toBeUndefined();
});
