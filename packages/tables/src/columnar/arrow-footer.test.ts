/** Arrow files whose end is damaged: refused before room is made for what they claim. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openTable } from '../open-table.js';
import { exportTable } from '../transfer/export-table.js';

let folder: string;
let whole: Buffer;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'anodec-arrow-'));
  writeFileSync(join(folder, 'a.csv'), 'a,b\n1,2\n3,4\n');
  await exportTable(await openTable(join(folder, 'a.csv')), join(folder, 'a.arrow'));
  whole = readFileSync(join(folder, 'a.arrow'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Opens bytes as a file. */
async function open(bytes: Buffer): Promise<number> {
  const path = join(folder, 'b.arrow');
  writeFileSync(path, bytes);
  const table = await openTable(path);
  await table.close();
  return table.columns.length;
}

test('a file with a footer longer than itself, or cut off, is refused and a whole one is not', async () => {
  expect(await open(whole)).toBe(2);
  const place = whole.length - 10;
  for (const length of [1_412_509_741, whole.length, 0, -5]) {
    const claims = Buffer.from(whole);
    claims.writeInt32LE(length, place);
    await expect(open(claims)).rejects.toThrow('damaged at its end');
  }
  await expect(open(whole.subarray(0, place))).rejects.toThrow('damaged at its end');
});
