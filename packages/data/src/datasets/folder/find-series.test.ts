/** Tests of finding data sets in a folder, and of reading what was found. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { findSeries } from './find-series.js';
import type { SeriesRecordings } from './series.js';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'anodec-series-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function write(path: string, content: string | Uint8Array): void {
  mkdirSync(dirname(join(folder, path)), { recursive: true });
  writeFileSync(join(folder, path), content);
}

/** Rows of two waves; labelled from `from` up to, not including, `to`. */
function table(rows: number, from?: number, to = from): string {
  const lines = Array.from({ length: rows }, (_, t) => {
    const label = from === undefined ? [] : [t >= from && t < (to ?? 0) ? 1 : 0];
    return [Math.sin(t).toFixed(3), Math.cos(t).toFixed(3), ...label].join(',');
  });
  return `a,b${from === undefined ? '' : ',label'}\n${lines.join('\n')}\n`;
}

async function readOnly(settings = {}): Promise<SeriesRecordings> {
  const [series, ...others] = await findSeries(folder, settings);
  expect(others).toEqual([]);
  return series.read();
}

test('finds pairs of tables two levels deep, gzipped or not, in the order of their numbers', async () => {
  write('x/omi-11_train.csv', table(30));
  write('x/omi-11_test.csv', table(20, 5, 9));
  write('x/omi-2_train.csv', table(30));
  write('x/omi-2_test.csv', table(20, 5, 9));
  write('deep/er/plant_train.csv.gz', gzipSync(table(30)));
  write('deep/er/plant_test.csv.gz', gzipSync(table(20, 5, 9)));
  write('x/notes.txt', 'not a table');
  const found = await findSeries(folder);
  expect(found.map(({ name, group, about }) => [name, group, about])).toEqual([
    ['deep/er/plant', 'deep/er', 'pair of tables: rows without times are numbered'],
    ['x/omi-2', 'x', 'ASD: a row every 300s'],
    ['x/omi-11', 'x', 'ASD: a row every 300s'],
  ]);
  const { normal, tests } = await found[0].read();
  expect(normal[0].frame.timestamps).toHaveLength(30);
  expect(tests[0].frame.labels?.reduce((sum, label) => sum + label, 0)).toBe(4);
  expect(tests[0].attacks).toBeUndefined();
  const [, asd] = found;
  expect((await asd.read()).tests[0].frame.timestamps[1]).toBe(300_000);
});

test.each([
  ['inclusive, as in ASD', '5-8:1\n12-14:1,2\n', [5, 8, 12, 14]],
  ['exclusive, as in SMD', '5-9:1\n12-15:1,2\n', [5, 8, 12, 14]],
])('reads causes whose last row is %s', async (_, text, rows) => {
  const both = table(20, 5, 9)
    .split('\n')
    .map((line, n) => (n - 1 >= 12 && n - 1 < 15 ? line.replace(/0$/, '1') : line));
  write('p_train.csv', table(30));
  write('p_test.csv', both.join('\n'));
  write('p_interpretation.txt', text);
  const { attacks = [], frame } = (await readOnly({ period: '10s' })).tests[0];
  expect(attacks.flatMap(({ start, end }) => [start, end])).toEqual(rows.map((t) => t * 10_000));
  expect(attacks.map(({ channels }) => channels)).toEqual([['a'], ['a', 'b']]);
  expect(frame.channels).toEqual(['a', 'b']);
});

test('names the file and the line that is none', async () => {
  write('p_train.csv', table(30));
  write('p_test.csv', table(20, 5, 9));
  write('p_interpretation.txt', '5-8:1\n\n12-14:1,7\n');
  await expect(readOnly()).rejects.toThrow(
    /p_interpretation\.txt, line 3 must be rows and metrics .* got "12-14:1,7"/,
  );
});

test('lists a table without its partner, which fails when it is read', async () => {
  write('p_train.csv', table(30));
  await expect(readOnly()).rejects.toThrow(
    'p_test.csv or .csv.gz must be beside p_train.csv, got no such file.',
  );
});

test('refuses a test table without labels', async () => {
  write('p_train.csv', table(30));
  write('p_test.csv', table(20));
  await expect(readOnly()).rejects.toThrow(
    /p_test\.csv must have a column of labels, such as label with 0 and 1, got the columns a, b\./,
  );
});

test('takes the fault tables of TEP, with the training table of another folder turned', async () => {
  const matrix = (rows: number, columns: number, value: (r: number, c: number) => number) =>
    Array.from({ length: rows }, (_, r) =>
      Array.from({ length: columns }, (__, c) => value(r, c)).join('  '),
    ).join('\n');
  write(
    'tep/d00.dat',
    matrix(52, 500, (channel, t) => channel + t / 1000),
  );
  write(
    'tep/d00_te.dat',
    matrix(960, 52, (t) => t),
  );
  write(
    'more/d04_te.dat',
    matrix(960, 52, (t, channel) => t + channel),
  );
  const [series, ...others] = await findSeries(folder);
  expect(others).toEqual([]);
  expect(series).toMatchObject({ name: 'more/d04', group: 'more' });
  const { normal, tests } = await series.read();
  expect(normal[0].frame.values[52 * 3 + 7]).toBeCloseTo(7.003, 5);
  const [faulty, healthy] = tests.map(({ frame }) => frame.labels?.indexOf(1));
  expect([faulty, healthy]).toEqual([160, -1]);
  expect(tests[0].attacks).toMatchObject([{ name: 'Fault 4', start: 160 * 180_000 }]);
});

test('says so where the training table of TEP is nowhere', async () => {
  write('d04_te.dat', '1 2');
  await expect(readOnly()).rejects.toThrow('d00.dat must be there to learn from, for d04_te.dat');
});

test('takes the series of NAB that are listed, the first 15 % as normal operation', async () => {
  const time = (t: number) =>
    new Date(Date.UTC(2020, 0, 1, 0, 5 * t)).toISOString().slice(0, 19).replace('T', ' ');
  const rows = Array.from({ length: 200 }, (_, t) => `${time(t)},${(t % 7).toFixed(1)}`);
  write('data/known.csv', `timestamp,value\n${rows.join('\n')}\n`);
  write('data/other.csv', 'timestamp,value\n');
  write(
    'labels/combined_windows.json',
    JSON.stringify({ 'any/known.csv': [[`${time(100)}.000000`, `${time(110)}.000000`]] }),
  );
  const { normal, tests } = await readOnly();
  expect(normal[0].frame.timestamps).toHaveLength(30);
  expect(tests[0].frame.labels?.indexOf(1)).toBe(70);
  expect(tests[0].attacks).toMatchObject([{ channels: ['value'] }]);
});

test('lists the rules where no data set is found', async () => {
  write('notes.txt', 'nothing');
  await expect(findSeries(folder)).rejects.toThrow(
    /must hold data sets by one of these rules, got 1 file of other names:\n {2}NAME_train\.csv/,
  );
  await expect(findSeries(join(folder, 'none'))).rejects.toThrow(/none/);
});
