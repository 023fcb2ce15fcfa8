/** Reading a table in a process of its own: sound ones, damaged ones, and one at which reading does not end. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { StoppedError } from '@anodec/core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openTable } from '../open-table.js';
import { exportTable } from '../transfer/export-table.js';
import { readApart } from './read-apart.js';

const folder = mkdtempSync(join(tmpdir(), 'anodec-serve-test-'));
const sound = join(folder, 'sound.parquet');
const endless = join(folder, 'endless.parquet');
beforeAll(async () => {
  const csv = join(folder, 'sound.csv');
  writeFileSync(csv, `a,b\n${Array.from({ length: 120 }, (_, i) => `${i},${i / 7}`).join('\n')}\n`);
  await exportTable(await openTable(csv), sound);
  const foreign = new URL(
    '../../../../test/fixtures/columnar/duckdb-zstd.parquet',
    import.meta.url,
  );
  // a table of codes in which the library that unpacks zstd goes round in circles
  writeFileSync(endless, readFileSync(fileURLToPath(foreign)).fill(255, 2220, 2224));
  writeFileSync(join(folder, 'cut.parquet'), readFileSync(sound).subarray(0, 200));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const limits = { seconds: 30, megabytes: 64 };

test('lets a sound table pass, and says of a damaged one what is wrong', async () => {
  await readApart(sound, limits);
  await expect(readApart(join(folder, 'cut.parquet'), limits)).rejects.toThrow(
    'cut.parquet must be a readable Parquet file',
  );
});

test('ends a reading that does not end by itself, and nothing else waits for it', async () => {
  let turns = 0;
  const clock = setInterval(() => turns++, 20);
  const reading = readApart(endless, { ...limits, seconds: 5 });
  await expect(reading).rejects.toThrow(
    /^The table must be readable, but reading it takes more than/,
  );
  clearInterval(clock);
  expect(turns).toBeGreaterThan(3);
});

test('ends with the signal of the request', async () => {
  const stop = new AbortController();
  const reading = readApart(endless, { ...limits, megabytes: 4000, signal: stop.signal });
  setTimeout(() => stop.abort(), 500);
  await expect(reading).rejects.toThrow(StoppedError);
});
