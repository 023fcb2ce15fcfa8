/** Whether a stored table is up to date with its file. */
import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { convertTables, isUpToDate } from './convert.js';
import { describeReplacement, hashFile, replacementSentence } from './origin.js';
import { genericTables, swatTables } from './sources.js';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'anodec-origin-'));
  for (const plant of ['m1', 'm2']) mkdirSync(join(folder, plant));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** Writes a table with the same time of change as all others. */
function write(path: string, text: string): string {
  const at = join(folder, path);
  writeFileSync(at, text);
  utimesSync(at, 1_577_836_800, 1_577_836_800);
  return at;
}

const conversionOf = (...normal: string[]) => ({
  store: join(folder, 'train.h5'),
  tables: genericTables({ normal }),
});

test('a file of the same name, size and time with other contents is another table', async () => {
  const first = conversionOf(write('m1/train.csv', 'a\n1\n2\n'));
  const second = conversionOf(write('m2/train.csv', 'a\n1\n3\n'));
  await convertTables(first);
  expect(await isUpToDate(first)).toBe(true);
  expect(await isUpToDate(second)).toBe(false);
  const replaced = await describeReplacement(second);
  expect(replaced).toEqual([
    { key: 'normal_1', stored: join(folder, 'm1/train.csv'), given: join(folder, 'm2/train.csv') },
  ]);
  expect(replacementSentence('train.h5', replaced)).toBe(
    `train.h5 holds other tables: normal_1 (${join(folder, 'm1/train.csv')}) would be replaced by ` +
      `${join(folder, 'm2/train.csv')}.`,
  );
});

test('the same contents elsewhere, or saved again, are the same table', async () => {
  const first = conversionOf(write('m1/train.csv', 'a\n1\n2\n'));
  await convertTables(first);
  const copy = conversionOf(write('m2/train.csv', 'a\n1\n2\n'));
  expect(await isUpToDate(copy)).toBe(true);
  expect(await describeReplacement(copy)).toEqual([]);
  utimesSync(join(folder, 'm1/train.csv'), 1_600_000_000, 1_600_000_000);
  expect(await isUpToDate(first)).toBe(true);
});

test('a changed file and a dropped table are said', async () => {
  const path = write('m1/train.csv', 'a\n1\n2\n');
  const other = write('m1/more.csv', 'a\n5\n');
  await convertTables(conversionOf(path, other));
  write('m1/train.csv', 'a\n1\n2\n3\n');
  const replaced = await describeReplacement(conversionOf(path));
  expect(replacementSentence('train.h5', replaced)).toBe(
    `train.h5 holds other tables: normal_1 would be read again from ${path}, which has changed; ` +
      `normal_2 (${other}) would be dropped.`,
  );
  expect(
    await describeReplacement({ ...conversionOf(path), store: join(folder, 'no.h5') }),
  ).toEqual([]);
  expect(replacementSentence('no.h5', [])).toBe('');
});

test('the hash of a file is its SHA-256', async () => {
  // the digest that FIPS 180-2 gives for "abc"
  expect(await hashFile(write('m1/abc', 'abc'))).toBe(
    'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad',
  );
});

test('the first SWaT recording may be missing, the others may not', async () => {
  const names = { normalV1: 'm1/v1.csv', attack: 'm1/a.csv', attackList: 'm1/list.csv' };
  write('m1/v1.csv', 'a\n1\n');
  write('m1/a.csv', 'a\n1\n');
  write('m1/list.csv', 'Attack #,Start Time,End Time\n1,28/12/2015 10:29:14,10:44:53\nLegend,,\n');
  const conversion = { store: join(folder, 'swat.h5'), tables: swatTables(folder, names) };
  const converted = await convertTables(conversion);
  expect(converted.map(({ key, rows }) => [key, rows])).toEqual([
    ['df_phys_norm_v1', 1],
    ['df_phys_att_v0', 1],
    ['df_labels', 2],
  ]);
  expect(await isUpToDate(conversion)).toBe(true);
  write('m1/v0.csv', 'a\n1\n');
  const more = { ...conversion, tables: swatTables(folder, { ...names, normalV0: 'm1/v0.csv' }) };
  expect(await isUpToDate(more)).toBe(false);
  rmSync(join(folder, 'm1/a.csv'));
  await expect(convertTables(conversion)).rejects.toThrow('must be a table to read');
});
