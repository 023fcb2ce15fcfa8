/** Tests of the example tables. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { exampleTables } from './example-tables.js';

const folder = mkdtempSync(join(tmpdir(), 'anodec-example-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test('writes the same two tables each time, with 240 rows of the second under attack', async () => {
  const { train, test: attacked } = await exampleTables(join(folder, 'tables'));
  const first = readFileSync(train, 'utf8');
  expect(first.split('\n')).toHaveLength(3002);
  const labels = readFileSync(attacked, 'utf8')
    .trim()
    .split('\n')
    .map((line) => line.split(',').at(-1));
  expect(labels.filter((label) => label === '1')).toHaveLength(240);
  await exampleTables(join(folder, 'tables'));
  expect(readFileSync(train, 'utf8')).toBe(first);
});

test('replaces no file of somebody else, and then writes neither table', async () => {
  writeFileSync(join(folder, 'test.csv'), 'mine');
  await expect(exampleTables(folder)).rejects.toThrow(
    'test.csv must be the example table or absent, got another file.',
  );
  expect(readFileSync(join(folder, 'test.csv'), 'utf8')).toBe('mine');
  expect(() => readFileSync(join(folder, 'normal.csv'))).toThrow('ENOENT');
});
