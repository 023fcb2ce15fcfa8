/** Parquet files whose pages claim what is not there: refused in a sentence, and at once. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { DataError } from '@anodec/core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openTable } from '../open-table.js';
import { exportTable } from '../transfer/export-table.js';
import { rowsOfBytes } from './arrow-bytes.fixture.js';
import { checkRuns } from './parquet-run-check.js';

const fixtures = fileURLToPath(new URL('../../../../test/fixtures/columnar/', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'anodec-pages-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Reads bytes as a file to its end. @returns rows */
const rowsOf = (bytes: Uint8Array): Promise<number> =>
  rowsOfBytes(join(folder, 'b.parquet'), bytes);

let whole: Buffer;
beforeAll(async () => {
  const rows = Array.from({ length: 120 }, (_, i) => `${i % 3},${i / 7},${i % 2 ? 'x' : ''}`);
  writeFileSync(join(folder, 'a.csv'), `a,b,c\n${rows.join('\n')}\n`);
  await exportTable(await openTable(join(folder, 'a.csv')), join(folder, 'a.parquet'));
  whole = readFileSync(join(folder, 'a.parquet'));
});

/** What no reading of so small a file may take: one that believes a false length takes minutes, or ends the process. */
const MILLISECONDS = 20_000;
/** A length of two billion, as runs have it. */
const BILLIONS = [0xf0, 0xff, 0xff, 0xff, 0x0f];

test('a run of two billion is refused, by the name of its column', async () => {
  expect(await rowsOf(whole)).toBe(120);
  const forged = Buffer.from(whole);
  forged.set(BILLIONS, forged.indexOf(Buffer.of(0xf0, 1, 1))); // the 120 readings of a are all there
  await expect(rowsOf(forged)).rejects.toThrow(
    'Column a of b.parquet claims a run of 2147483640 values where 120 can be. The file is damaged or forged: get an intact copy.',
  );
});

/** Reads a file in which these bytes stand at a place. @returns what was thrown, which has to be a DataError */
async function refusalOf(bytes: Uint8Array, forgery: readonly number[], at: number) {
  const forged = Buffer.from(bytes);
  forged.set(forgery, at);
  const start = performance.now();
  const error: unknown = await rowsOf(forged).then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  expect(performance.now() - start, `at byte ${at}`).toBeLessThan(MILLISECONDS);
  expect(error === undefined || error instanceof DataError, `${at}: ${String(error)}`).toBe(true);
  return error;
}

test('any bytes may be such a run, and the file is refused or read at once', async () => {
  let refused = 0;
  for (let at = 0; at + BILLIONS.length <= whole.length; at++) {
    if (await refusalOf(whole, BILLIONS, at)) refused++;
  }
  expect(refused).toBeGreaterThan(whole.length / 4);
}, 120_000);

// not those packed with zstd, whose library goes round in circles in some damaged tables of codes
test.each(['duckdb-snappy.parquet', 'pandas-gzip.parquet', 'pyarrow-v2-pages.parquet'])(
  'bytes of %s may be the largest',
  async (name) => {
    const bytes = readFileSync(join(fixtures, name));
    expect(await rowsOf(bytes)).toBe(300);
    const step = Math.ceil(bytes.length / 100); // a sample that is the same each time
    for (let at = 0; at + 4 <= bytes.length; at += step) {
      await refusalOf(bytes, [255, 255, 255, 255], at);
    }
  },
  120_000,
);

describe('runs', () => {
  const refuse = (what: string) => new DataError(what);
  const walk = (bytes: readonly number[], bits: number, values: number) =>
    checkRuns({ view: new DataView(Uint8Array.from(bytes).buffer), at: 0, bits, values }, refuse);

  test('are counted by their ones', () => {
    // five ones, three zeros, then 1010 1010 side by side
    expect(walk([10, 1, 6, 0, 3, 0b01010101], 1, 16)).toBe(9);
    // the last group is filled up
    expect(walk([3, 0b11111111], 1, 3)).toBe(3);
    expect(walk([], 1, 3)).toBe(0);
  });

  test('are no longer than what is left', () => {
    expect(() => walk([10, 1, 8, 0], 1, 8)).toThrow('a run of 4 values where 3 can be');
    // groups of no bits take no bytes, and would go on for ever
    expect(() => walk([0x81, 1], 0, 8)).toThrow('a run of 512 values where 8 can be');
    expect(walk([0x81, 1], 4, 8)).toBe(0);
  });
});
