/** Arrow files whose descriptions, packed buffers, texts or dictionaries claim what is not there. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { DataError } from '@anodec/core';
import { Dictionary, Int8, Table, tableToIPC, Utf8, vectorFromArray } from 'apache-arrow';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openTable } from '../open-table.js';
import { exportTable } from '../transfer/export-table.js';
import { rowsOfBytes } from './arrow-bytes.fixture.js';

const fixtures = fileURLToPath(new URL('../../../../test/fixtures/columnar/', import.meta.url));
let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'anodec-arrow-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Reads bytes as a file to its end. @returns rows */
const rowsOf = (bytes: Uint8Array): Promise<number> => rowsOfBytes(join(folder, 'b.arrow'), bytes);

/** The bytes with one run of them in place of the last like another, which must stand there. */
function replaced(bytes: Uint8Array, from: Buffer, to: Buffer): Buffer {
  const copy = Buffer.from(bytes);
  const at = copy.lastIndexOf(from);
  expect(at).toBeGreaterThan(0);
  to.copy(copy, at);
  return copy;
}

const int64 = (value: number | bigint): Buffer =>
  Buffer.from(BigInt64Array.of(BigInt(value)).buffer);
const int32s = (...values: readonly number[]): Buffer =>
  Buffer.from(Int32Array.from(values).buffer);

test('any word of a description may claim a billion, and the file is refused or read at once', async () => {
  writeFileSync(join(folder, 'a.csv'), 'a,b\n1,x\n3,y\n');
  await exportTable(await openTable(join(folder, 'a.csv')), join(folder, 'a.arrow'));
  const whole = readFileSync(join(folder, 'a.arrow'));
  const refusals: unknown[] = [];
  for (let at = 0; at + 4 <= whole.length; at += 4) {
    const claims = Buffer.from(whole);
    claims.writeInt32LE(1e9, at);
    const start = performance.now();
    const rows = await rowsOf(claims).catch((error: unknown) => {
      refusals.push(error);
      return 2;
    });
    expect(rows, `at byte ${at}`).toBe(2);
    expect(performance.now() - start, `at byte ${at}`).toBeLessThan(2000);
  }
  expect(refusals.filter((error) => !(error instanceof DataError))).toEqual([]);
  expect(refusals.length).toBeGreaterThan(whole.length / 16);
  const root = Buffer.from(whole);
  root.writeInt32LE(1e9, 16);
  await expect(rowsOf(root)).rejects.toThrow(
    'b.arrow claims more in a description of 200 bytes than these hold (4 bytes at 1000000000 of 200). The file is damaged or forged',
  );
});

test.each([
  ['pandas-lz4.feather', '04224d18'],
  ['pandas-zstd.feather', '28b52ffd'],
])(
  'buffers of %s have the length that they claim, and a batch has a limit',
  async (name, magic) => {
    const whole = readFileSync(join(fixtures, name));
    expect(await rowsOf(whole)).toBe(300);
    // 128 readings of eight bytes, whose length stands before the packed ones
    const frame = Buffer.from(magic, 'hex');
    const before = (bytes: number | bigint) => Buffer.concat([int64(bytes), frame]);
    const claim = (bytes: number | bigint) => replaced(whole, before(128 * 8), before(bytes));
    await expect(rowsOf(claim(128 * 8 + 8))).rejects.toThrow(
      'A packed buffer must have 1032 bytes unpacked, got 1024.',
    );
    await expect(rowsOf(claim(128 * 8 - 8))).rejects.toThrow(DataError);
    await expect(rowsOf(claim(2n ** 40n))).rejects.toThrow(
      /claims more than 1073741824 bytes unpacked, the most that a batch may have \(write smaller batches\)/,
    );
    await expect(rowsOf(claim(-2))).rejects.toThrow('claims -2 bytes unpacked');
  },
);

test('a cell by dictionary is a word of it', async () => {
  const words = vectorFromArray(
    ['ab', 'cd', 'ab', 'cd', 'cd'],
    new Dictionary(new Utf8(), new Int8()),
  );
  const whole = tableToIPC(new Table({ words }), 'file');
  expect(await rowsOf(whole)).toBe(5);
  for (const word of [2, -1]) {
    const forged = replaced(whole, Buffer.of(0, 1, 0, 1, 1), Buffer.of(0, 1, word & 255, 1, 1));
    await expect(rowsOf(forged)).rejects.toThrow(
      `Column words of b.arrow must have words of its dictionary of 2 from row 1 on, got word ${word}.`,
    );
  }
});

test('texts lie one behind the other, in a column and in a dictionary', async () => {
  const plain = new Table({ texts: vectorFromArray(['ab', 'cde', 'f'], new Utf8()) });
  const words = new Table({
    words: vectorFromArray(['ab', 'cde', 'f'], new Dictionary(new Utf8(), new Int8())),
  });
  for (const table of [plain, words]) {
    const whole = tableToIPC(table, 'file');
    expect(await rowsOf(whole)).toBe(3);
    for (const offsets of [
      [0, 6, 0, 6],
      [0, 2, 5, 99],
      [-1, 2, 5, 6],
    ]) {
      const forged = replaced(whole, int32s(0, 2, 5, 6), int32s(...offsets));
      await expect(rowsOf(forged)).rejects.toThrow(
        /of b\.arrow must have texts within its \d+ bytes, in order/,
      );
    }
  }
});

test('views of texts lie within their buffers, and a batch of them has a limit', async () => {
  const whole = readFileSync(join(fixtures, 'polars.arrow'));
  expect(await rowsOf(whole)).toBe(300);
  // a short text stands in its view
  const view = Buffer.concat([int32s(6), Buffer.from('Normal\0\0\0\0\0\0')]);
  const forge = (...words: readonly number[]) => replaced(whole, view, int32s(...words));
  await expect(rowsOf(forge(1000, 0, 0, 0))).rejects.toThrow(
    /must have texts within its buffers from row 1 on, got 1000 bytes at 0 of buffer 0/,
  );
  await expect(rowsOf(forge(-6, 0, 0, 0))).rejects.toThrow('texts within its buffers');
});
