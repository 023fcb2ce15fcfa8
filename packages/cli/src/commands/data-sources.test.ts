/** Tests of the command for public data sets. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ConfigError, DataError, silentProgress } from '@anodec/core';
import { dataSets } from '@anodec/data';
import { openStore } from '@anodec/tables';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { dataSources } from './data-sources.js';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'anodec-sources-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

async function run(source: Readonly<Record<string, unknown>>, lines: string[] = []) {
  const { signal } = new AbortController();
  const print = (line = '') => lines.push(line);
  const paths = { dataRoot: join(folder, 'data') };
  await dataSources.execute({ source, paths }, { print, progress: silentProgress, signal });
  return lines.join('\n');
}

const header = Array.from({ length: 19 }, (_, m) => `m${m}`).join(',');
const row = (value: number) => Array.from({ length: 19 }, () => value).join(',');

/** A server with two rows of each kind, the second one anomalous. */
function writeServer(name: string): void {
  writeFileSync(join(folder, `${name}_train.csv`), `${header}\n${row(1)}\n${row(2)}\n`);
  writeFileSync(join(folder, `${name}_test.csv`), `${header},label\n${row(1)},0\n${row(9)},1\n`);
}

test('lists all data sets, and shows where one comes from and its machines', async () => {
  const list = await run({});
  for (const name of Object.keys(dataSets)) expect(list).toMatch(new RegExp(`^${name} `, 'm'));
  const one = await run({ name: 'asd' });
  expect(one).toContain('Licence: MIT');
  expect(one).toContain('Machines: omi-1, omi-2');
});

test('tells changed files from those without a checksum, and which machines can be read', async () => {
  writeServer('omi-1');
  writeServer('omi-2');
  const lines = await run({ name: 'asd', check: folder });
  expect(lines).toContain('omi-1_train.csv  laid out as published (no checksum is known)');
  expect(lines).toContain('omi-2_train.csv  laid out as published, but changed: SHA-256 is');
  expect(lines).toContain('Machines that can be read: omi-1, omi-2');
});

test('prints what it found before it refuses a folder', async () => {
  writeServer('omi-1');
  writeFileSync(join(folder, 'omi-3_train.csv'), 'a,b\n1,2\n');
  const lines: string[] = [];
  const checking = run({ name: 'asd', check: folder }, lines);
  await expect(checking).rejects.toThrow(DataError);
  await expect(checking).rejects.toThrow('got 1 that are missing or otherwise laid out.');
  expect(lines.join('\n')).toContain('not laid out as published: the column m0 is missing');
});

test('makes a data set of each machine, and names the next command', async () => {
  writeServer('omi-1');
  writeServer('omi-5');
  const lines = await run({ name: 'asd', prepare: folder });
  expect(lines).toContain('asd-omi-5: 2 rows of normal operation, 2 test rows');
  for (const name of ['omi-1', 'omi-5']) {
    const store = await openStore(join(folder, `data/processed/asd-${name}.h5`));
    expect(store.keys).toEqual(['df_att', 'df_norm']);
    expect(store.readFrame('df_att').labels).toEqual(Uint8Array.of(0, 1));
    expect([...store.readFrame('df_norm').timestamps]).toEqual([0, 300_000]);
    store.close();
  }
});

test('refuses a folder without a data set', async () => {
  await expect(run({ check: folder })).rejects.toThrow(ConfigError);
  await expect(run({ check: folder })).rejects.toThrow('Known are: swat, asd, nab, tep, tables.');
});
