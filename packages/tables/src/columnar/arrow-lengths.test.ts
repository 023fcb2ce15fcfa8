/** Arrow batches that claim other lengths than they have: refused before room is made for them. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openTable } from '../open-table.js';
import { exportTable } from '../transfer/export-table.js';
import { rowsOfBytes } from './arrow-bytes.fixture.js';

/** A number of rows whose bytes stand for nothing else. */
const ROWS = 4321;
let folder: string;
let whole: Buffer;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'anodec-arrow-'));
  const rows = Array.from({ length: ROWS }, (_, t) => `${t},w${t % 3}`);
  writeFileSync(join(folder, 'a.csv'), `a,b\n${rows.join('\n')}\n`);
  await exportTable(await openTable(join(folder, 'a.csv')), join(folder, 'a.arrow'));
  whole = readFileSync(join(folder, 'a.arrow'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Where the number of rows stands: of the batch and of each of its columns. */
function places(): number[] {
  const text = Buffer.alloc(8);
  text.writeBigInt64LE(BigInt(ROWS));
  const found: number[] = [];
  for (let at = whole.indexOf(text); at >= 0; at = whole.indexOf(text, at + 1)) found.push(at);
  return found;
}

/** The file with another number at some places, read to its end. @returns rows */
async function rowsWith(at: readonly number[], value: bigint): Promise<number> {
  const path = join(folder, 'b.arrow');
  const bytes = Buffer.from(whole);
  for (const place of at) bytes.writeBigInt64LE(value, place);
  return rowsOfBytes(path, bytes);
}

test('a batch that claims more rows than its bytes hold is refused, and the whole file is read', async () => {
  const all = places();
  expect(all).toHaveLength(3);
  expect(await rowsWith([], 0n)).toBe(ROWS);
  const before = process.memoryUsage().arrayBuffers;
  for (const value of [1_000_000_000n, 2n ** 40n]) {
    await expect(rowsWith(all, value)).rejects.toThrow(
      /^Batch 1 of b\.arrow claims \d+ rows in \d+ bytes, which cannot hold as many\. The file is damaged or forged/,
    );
  }
  expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(50e6);
});

test('columns that claim other rows than their batch, or more than they hold, are refused', async () => {
  const [first, ...others] = places();
  await expect(rowsWith([first], 9999n)).rejects.toThrow('another number in one of its columns');
  await expect(rowsWith([first, ...others], 9999n)).rejects.toThrow(
    'of b.arrow must have 9999 cells from row 1 on, got 4321.',
  );
});
