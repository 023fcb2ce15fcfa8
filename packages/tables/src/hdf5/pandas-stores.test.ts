/** Stores that pandas wrote, from utils/golden/pandas_stores.py; the values stand there too. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { DataError } from '@anodec/core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { TableChunk } from '../table.js';
import { openStore, updateStore, type Store } from './store.js';

const fixtures = new URL('../../../../test/fixtures/', import.meta.url);
const start = Date.UTC(2016, 0, 2, 0, 0, 1);
const times = [start, start + 1000.256, start + 3000];

/** The only chunk of a key, its columns by name. */
async function cellsOf(store: Store, key: string): Promise<Readonly<Record<string, unknown>>> {
  const table = store.readTable(key);
  const chunks: TableChunk[] = [];
  for await (const chunk of table.chunks()) chunks.push(chunk);
  const [{ numbers, texts, rows }] = chunks;
  const numeric = table.columns.filter(({ kind }) => kind !== 'text');
  const textual = table.columns.filter(({ kind }) => kind === 'text');
  return Object.fromEntries(
    table.columns.map((column) => {
      const k = numeric.indexOf(column);
      const cells = Array.from({ length: rows }, (_, r) => numbers[r * numeric.length + k]);
      const { name, kind } = column;
      return [name, kind === 'text' ? texts[textual.indexOf(column)] : [kind, ...cells]];
    }),
  );
}

describe.each(['1.5.3', '3.0.6'])('a store of pandas %s', (version) => {
  let folder = '';
  let store: Store;
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'anodec-pandas-'));
    const path = join(folder, 'data_store.h5');
    writeFileSync(path, gunzipSync(readFileSync(new URL(`pandas-${version}.h5.gz`, fixtures))));
    store = await openStore(path);
  });
  afterAll(() => {
    store.close();
    rmSync(folder, { recursive: true, force: true });
  });

  const readings = {
    FIT101: ['number', 0.1, NaN, 2.5],
    MV101: ['number', 1, 2, 1],
    'µS/cm': ['number', 500.25, 501, 502],
  };
  const labels = ['Normal', 'Attack', 'A ttack'];

  test.each(['df_norm', 'df_table'])('gives a processed frame, %s, with its labels', (key) => {
    const { channels, clock, timestamps, labels: marks, values } = store.readFrame(key);
    expect(channels).toEqual(['FIT101', 'MV101', 'µS/cm']);
    expect(clock).toBe('utc');
    expect([...timestamps]).toEqual(times);
    expect([...(marks ?? [])]).toEqual([0, 1, 1]);
    expect([...values]).toEqual([0.1, 1, 500.25, NaN, 2, 501, 2.5, 1, 502].map(Math.fround));
  });

  test.each(['df_norm', 'df_table'])('gives the same frame, %s, as a table', async (key) => {
    const cells = await cellsOf(store, key);
    expect(Object.keys(cells)).toEqual(['Timestamp', ...Object.keys(readings), 'Normal/Attack']);
    expect(cells).toEqual({ Timestamp: ['time', ...times], ...readings, 'Normal/Attack': labels });
    expect(store.attributes(key)).toMatchObject({ source: `${key} of data_store.h5`, rows: 3 });
  });

  test('gives a raw table of the original, its pickled texts unchanged', async () => {
    expect(await cellsOf(store, 'df_raw')).toEqual({
      ' Timestamp': [' 28/12/2015 10:00:00 AM', 'é', ''],
      ...readings,
      'Normal/Attack': labels,
    });
  });

  test('gives an attack list whose columns mix texts, numbers and times', async () => {
    expect(await cellsOf(store, 'df_labels')).toEqual({
      'Attack #': ['number', 1, NaN, 3],
      'Start Time': [
        'time',
        Date.UTC(2015, 11, 28, 10, 29, 14),
        NaN,
        Date.UTC(2015, 11, 28, 10, 51, 8),
      ],
      'End Time': ['10:44:53', '', ''],
      Mixed: ['MV-101', '7', ''],
      When: ['time', Date.UTC(2015, 0, 2, 3, 4, 5), NaN, NaN],
    });
  });

  test('gives scores, data columns, flags and small numbers', async () => {
    expect(await cellsOf(store, 'df_errors_1')).toEqual({
      mse: ['number', 0.5, 1.5, 0.25],
      timestamp: ['time', ...times],
    });
    const { 'µS/cm': cond, ...others } = readings;
    const named = { Timestamp: ['time', ...times], ...others, cond };
    expect(await cellsOf(store, 'df_columns')).toEqual({ ...named, label: labels });
    expect(await cellsOf(store, 'missing')).toEqual({ ...named, label: ['a', '', ''] });
    expect(await cellsOf(store, 'wide')).toEqual({
      ...named,
      label: labels,
      when: ['time', ...times],
      open: ['number', 1, 0, 1],
    });
    expect(await cellsOf(store, 'flags')).toMatchObject({
      open: ['number', 1, 0, 1],
      small: ['number', 1, -2, 3],
    });
    expect((await cellsOf(store, 'zoned')).Timestamp).toEqual(['time', ...times]);
  });

  test.each([
    ['objects', 'x) in ', 'must hold texts, numbers and dates alone, got'],
    ['category', 'label in', 'got a category or something else. Convert it in pandas'],
    ['levels', 'levels in ', 'Call reset_index() in pandas before storing.'],
    ['blosc', 'data_store.h5', 'must be compressed with zlib or not at all, got blosc.'],
  ])('refuses %s by name', async (key, where, words) => {
    const reading = cellsOf(store, key);
    await expect(reading).rejects.toThrow(DataError);
    await expect(reading).rejects.toThrow(where);
    await expect(reading).rejects.toThrow(words);
  });

  test('is not changed in part: what cannot be copied is refused', async () => {
    const before = readFileSync(store.path);
    const change = updateStore(store.path, (draft) => draft.remove(() => false));
    await expect(change).rejects.toThrow('Write to a new file.');
    expect(readFileSync(store.path).equals(before)).toBe(true);
  });
});
