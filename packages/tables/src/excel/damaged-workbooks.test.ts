/** A damaged workbook gives a clear refusal or the right rows, never other rows. */
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createRandom, DataError, type Random } from '@anodec/core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openWorkbook } from './sheet-reader.js';
import { createWorkbookWriter } from './workbook-writer.js';

let folder: string;
let intact: Buffer;
let rightRows: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'anodec-damaged-'));
  const path = join(folder, 'intact.xlsx');
  const random = createRandom(42);
  const writer = await createWorkbookWriter(path);
  const rows = Array.from({ length: 300 }, (_, i) => [`row ${i}`, random.normal(), i % 3, null]);
  await writer.write([['name', 'x', 'i', 'none'], ...rows]);
  await writer.close();
  intact = await readFile(path);
  rightRows = await readAll(path, 'fast');
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function readAll(path: string, reader: 'fast' | 'exceljs'): Promise<string> {
  const table = await openWorkbook(path, { headerRow: 1, reader });
  try {
    const chunks = [];
    for await (const chunk of table.chunks()) chunks.push(chunk);
    return JSON.stringify([table.columns, chunks]);
  } finally {
    await table.close();
  }
}

/** Reads a damaged book: were the rows right, was it refused by name, or something worse? */
async function outcome(bytes: Buffer, reader: 'fast' | 'exceljs'): Promise<string> {
  const path = join(folder, 'damaged.xlsx');
  await writeFile(path, bytes);
  try {
    return (await readAll(path, reader)) === rightRows ? 'right' : 'other rows';
  } catch (error) {
    if (!(error instanceof DataError)) return String(error);
    return /^\S*damaged\.xlsx.*\.$|in damaged\.xlsx/s.test(error.message)
      ? 'refused'
      : error.message;
  }
}

async function outcomes(
  count: number,
  reader: 'fast' | 'exceljs',
  damage: (k: number) => Buffer,
): Promise<Readonly<Record<string, number>>> {
  const counts: Record<string, number> = { right: 0, refused: 0 };
  for (let k = 0; k < count; k++) {
    const result = await outcome(damage(k), reader);
    counts[result] = (counts[result] ?? 0) + 1;
  }
  return counts;
}

function flipBits(random: Random, count: number): Buffer {
  const bytes = Buffer.from(intact);
  for (let k = 0; k < count; k++) bytes[random.integer(bytes.length)] ^= 1 << random.integer(8);
  return bytes;
}

test('refuses every truncated book', async () => {
  const random = createRandom(1);
  const cut = (): Buffer => intact.subarray(0, random.integer(intact.length));
  expect(await outcomes(60, 'fast', cut)).toEqual({ right: 0, refused: 60 });
});

test('reads no other rows from a book with flipped bits', async () => {
  const random = createRandom(2);
  const { right, refused, ...rest } = await outcomes(150, 'fast', (k) =>
    flipBits(random, 1 + (k % 3)),
  );
  expect(rest).toEqual({});
  expect(right + refused).toBe(150);
  // a bit in a time stamp or an attribute that is not read does no harm, most others do
  expect(refused).toBeGreaterThan(100);
});

test('reads no other rows from a book with flipped bits through exceljs', async () => {
  const random = createRandom(3);
  const { right, refused, ...rest } = await outcomes(20, 'exceljs', () => flipBits(random, 1));
  expect(rest).toEqual({});
  expect(right + refused).toBe(20);
});
