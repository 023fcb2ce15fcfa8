/** Tests of export and import, from store to file and back. */
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ConfigError, createFrame, silentProgress } from '@anodec/core';
import { openStore, updateStore, writeAttacks } from '@anodec/tables';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { GivenSettings } from '@anodec/pipeline/basics';
import type { Command } from '../command.js';
import { dataExport } from './data-export.js';
import { dataImport } from './data-import.js';

let folder = '';
let store = '';
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'anodec-data-export-'));
  store = join(folder, 'store.h5');
  const frame = createFrame({
    values: Float32Array.of(0.1, 2, NaN, 4),
    channels: ['LIT101', 'MV101'],
    timestamps: Float64Array.of(1451692801000, 1451692802000),
    labels: Uint8Array.of(0, 1),
  });
  await updateStore(store, (draft) => {
    draft.writeFrame('df_norm', frame);
    draft.writeFrame('df_att', frame);
  });
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

async function run(command: Command, settings: GivenSettings): Promise<string> {
  const lines: string[] = [];
  const print = (line = '') => lines.push(line);
  const { signal } = new AbortController();
  await command.execute(settings, { print, progress: silentProgress, signal });
  return lines.join('\n');
}

test('writes one key to the file that is named, and says how many rows', async () => {
  const output = join(folder, 'att.csv');
  expect(await run(dataExport, { export: { key: 'df_att', store, output } })).toBe(
    `df_att: 2 rows → ${output}`,
  );
  expect(readFileSync(output, 'utf8')).toBe(
    'Timestamp,LIT101,MV101,Normal/Attack\n2016-01-02 00:00:01,0.1,2,0\n2016-01-02 00:00:02,,4,1\n',
  );
});

test('writes all keys into a folder', async () => {
  const output = join(folder, 'tables');
  await run(dataExport, { export: { all: true, store, output, format: 'arrow' } });
  expect(readdirSync(output)).toEqual(['df_att.arrow', 'df_norm.arrow']);
});

test('writes the list of attacks, those without effect last', async () => {
  const attack = {
    name: 'Attack 1',
    start: 1451692801000,
    end: 1451692861000,
    channels: ['MV101', 'P102'],
    leavesTrace: true,
  };
  const without = { ...attack, name: 'Attack 5', channels: [], leavesTrace: false, action: 'open' };
  await updateStore(store, (draft) =>
    writeAttacks(draft, { attacks: [attack], withoutImpact: [without] }),
  );
  const output = join(folder, 'attacks.csv');
  await run(dataExport, { export: { key: 'attacks', store, output } });
  expect(readFileSync(output, 'utf8')).toBe(
    'name,start,end,channels,action,leaves_trace,has_impact\n' +
      'Attack 1,2016-01-02 00:00:01,2016-01-02 00:01:01,"MV101, P102",,1,1\n' +
      'Attack 5,2016-01-02 00:00:01,2016-01-02 00:01:01,,open,0,0\n',
  );
});

test.each([
  ['rows', 'Attack 1,120,180,'],
  ['elapsed', 'Attack 1,0.12,0.18,'],
] as const)('writes begins and ends in the clock of the recording, %s', async (clock, line) => {
  const frame = createFrame({
    values: Float32Array.of(1, 2),
    channels: ['A'],
    timestamps: Float64Array.of(0, 1),
    clock,
  });
  const attack = { name: 'Attack 1', start: 120, end: 180, channels: [], leavesTrace: true };
  await updateStore(store, (draft) => {
    draft.writeFrame('df_att', frame);
    writeAttacks(draft, { attacks: [attack], withoutImpact: [] });
  });
  const output = join(folder, 'attacks.csv');
  await run(dataExport, { export: { key: 'attacks', store, output } });
  expect(readFileSync(output, 'utf8')).toContain(`\n${line}`);
});

test.each([
  [{}, 'One key must be named, or all with --all.'],
  [{ key: 'df_att', all: true }, 'One key must be named, or all with --all.'],
  [{ all: true, output: 'a.csv' }, '--output must be a folder with --all, got the file a.csv.'],
  [{ key: 'df_att', output: 'a.xls' }, '--output must be a folder or end in one of .parquet,'],
  [{ key: 'df_att', output: 'a.csv', format: 'arrow' }, '--output must end in .arrow with'],
])('refuses %j', async (settings, message) => {
  const exporting = run(dataExport, { export: { store, ...settings } });
  await expect(exporting).rejects.toThrow(ConfigError);
  await expect(exporting).rejects.toThrow(message);
});

test('imports what was exported, each file under its name or all as parts of one table', async () => {
  const [a, b] = [join(folder, 'df_norm.parquet'), join(folder, 'b.feather')];
  await run(dataExport, { export: { key: 'df_norm', store, output: a } });
  await run(dataExport, { export: { key: 'df_norm', store, output: b } });
  const into = join(folder, 'into.h5');
  expect(await run(dataImport, { import: { files: [a, b], store: into } })).toBe(
    `df_norm: 2 rows → ${into}\nb: 2 rows → ${into}`,
  );
  await run(dataImport, { import: { files: [a, b], store: into, key: 'normal_1' } });
  const opened = await openStore(into);
  expect(opened.keys).toEqual(['b', 'df_norm', 'normal_1']);
  expect(opened.attributes('normal_1')).toMatchObject({
    rows: 4,
    source: 'df_norm.parquet, b.feather',
  });
  opened.close();
});

test('leaves the store as it was when a part has other columns', async () => {
  const [a, b] = [join(folder, 'a.parquet'), join(folder, 'b.csv')];
  await run(dataExport, { export: { key: 'df_norm', store, output: a } });
  writeFileSync(b, 'x\n1\n');
  const before = readFileSync(store);
  const importing = run(dataImport, { import: { files: [a, b], store, key: 'normal_1' } });
  await expect(importing).rejects.toThrow(
    'but column 1 of b.csv is x of kind number, not Timestamp of kind time.',
  );
  expect(readFileSync(store).equals(before)).toBe(true);
  expect(readdirSync(folder).sort()).toEqual(['a.parquet', 'b.csv', 'store.h5']);
});
