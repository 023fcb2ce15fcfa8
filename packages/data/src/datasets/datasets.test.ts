/** On the real files where they lie beside the project, and on small ones made here. */
import { copyFileSync, existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ConfigError, DataError, frameLength } from '@anodec/core';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { openStore, readAttacks } from '@anodec/tables';
import { checkFolder } from './check-folder.js';
import type { DataSet, EntityRecordings } from './data-set.js';
import { presentEntities, readEntities, writeEntity } from './entities.js';
import { dataSetNamed, dataSets } from './registry.js';

const shared = fileURLToPath(new URL('../../../../../shared/datasets/', import.meta.url));
const absent = !existsSync(`${shared}asd/omi-8_train.csv`);

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'anodec-datasets-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

async function readOne(dataSet: DataSet, from: string, name: string): Promise<EntityRecordings> {
  for await (const recordings of readEntities(dataSet, from, [name])) return recordings;
  throw new Error('nothing was read');
}

describe.each(Object.entries(dataSets))('data set %s', (_, dataSet) => {
  test('says how to get it, and its machines need files that it has', () => {
    const paths = dataSet.files.map(({ path }) => path);
    expect(dataSet.steps.length).toBeGreaterThan(1);
    expect(new Set(paths).size).toBe(paths.length);
    for (const { files } of Object.values(dataSet.entities)) {
      expect(paths).toEqual(expect.arrayContaining([...files]));
    }
    for (const { sha256 } of dataSet.files)
      expect(sha256 ?? '0'.repeat(64)).toMatch(/^[\da-f]{64}$/);
  });
});

test('lists what is known where a name is not', () => {
  expect(() => dataSetNamed('wadi')).toThrow(ConfigError);
  expect(() => dataSetNamed('wadi')).toThrow('Known are: swat, asd, nab, tep, tables.');
});

describe('a folder', () => {
  const header = Array.from({ length: 19 }, (_, m) => `m${m}`).join(',');
  const row = '1,'.repeat(18) + '1';
  const stateOf = async (path: string) => {
    const checks = await checkFolder(dataSets.asd, folder);
    return checks.find((check) => check.path === path);
  };

  test('is reported as missing, changed, laid out alike, and laid out otherwise', async () => {
    writeFileSync(join(folder, 'omi-2_train.csv'), `${header}\n${row}\n`);
    writeFileSync(join(folder, 'omi-1_train.csv'), `${header}\n${row}\n`);
    writeFileSync(join(folder, 'omi-1_test.csv'), `${header}\n${row}\n`);
    writeFileSync(join(folder, 'omi-3_train.csv'), `${header},x\n${row},1\n`);
    writeFileSync(join(folder, 'omi-4_train.csv'), '');
    expect(await stateOf('omi-8_train.csv')).toMatchObject({ state: 'missing' });
    const changed = await stateOf('omi-2_train.csv');
    expect(changed?.state).toBe('changed');
    expect(changed?.note).toContain('published was fe9760808f6b504be5df68d28b0f00e2');
    expect(await stateOf('omi-1_train.csv')).toMatchObject({ state: 'fits' });
    expect(await stateOf('omi-1_test.csv')).toMatchObject({
      state: 'wrong',
      note: 'the column label is missing',
    });
    expect(await stateOf('omi-3_train.csv')).toMatchObject({
      state: 'wrong',
      note: 'it must have 19 columns, got 20',
    });
    expect((await stateOf('omi-4_train.csv'))?.note).toContain('omi-4_train.csv must have rows');
  });

  test('without any machine is refused, as is a machine that there is none of', async () => {
    const none = readEntities(dataSets.asd, folder).next();
    await expect(none).rejects.toThrow('must have the files of an entity of ASD');
    const unknown = readEntities(dataSets.asd, folder, ['omi-13']).next();
    await expect(unknown).rejects.toThrow('There is no entity "omi-13". Known are: omi-1, omi-2,');
    const missing = readEntities(dataSets.asd, folder, ['omi-1']).next();
    await expect(missing).rejects.toThrow('there is nothing at');
  });
});

test.each(['3-1:1', '1-9:1', '1-3:0', '1-3:20', 'x'])(
  'refuses %s as the cause of an anomaly in 5 rows of 19 metrics',
  async (line) => {
    const row = `${'1,'.repeat(18)}1`;
    const names = Array.from({ length: 19 }, (_, m) => `m${m}`).join(',');
    const write = (name: string, text: string) =>
      writeFileSync(join(folder, `omi-1_${name}`), text);
    write('train.csv', `${names}\n${`${row}\n`.repeat(5)}`);
    write('test.csv', `${names},label\n${`${row},0\n`.repeat(5)}`);
    write('interpretation.txt', `1-3:1,19\n${line}\n`);
    const reading = readOne(dataSets.asd, folder, 'omi-1');
    await expect(reading).rejects.toThrow('line 2 must be rows and metrics such as 486-498:1,4,5');
  },
);

describe.skipIf(absent)('real files (needs ../shared/datasets)', () => {
  test('have the checksums that are published', async () => {
    for (const name of ['asd', 'nab', 'tep']) {
      const checks = await checkFolder(dataSets[name], `${shared}${name}`);
      const found = checks.filter(({ state }) => state !== 'missing');
      expect(found.map(({ state }) => state)).toEqual(found.map(() => 'same'));
      expect(found.length).toBeGreaterThanOrEqual(4);
    }
  });

  test('are layouts of their own when one byte is changed', async () => {
    for (const path of ['d00.dat', 'd01_te.dat'])
      copyFileSync(`${shared}tep/${path}`, join(folder, path));
    writeFileSync(join(folder, 'd01_te.dat'), '\n', { flag: 'a' });
    const checks = await checkFolder(dataSets.tep, folder);
    const state = (name: string) => checks.find(({ path }) => path === name)?.state;
    expect([state('d00.dat'), state('d01_te.dat'), state('d00_te.dat')]).toEqual([
      'same',
      'changed',
      'missing',
    ]);
  });

  test('are several servers, read one after the other with the causes of their anomalies', async () => {
    const from = `${shared}asd`;
    expect(presentEntities(dataSets.asd, from)).toEqual(['omi-2', 'omi-8', 'omi-9', 'omi-11']);
    const found: unknown[] = [];
    for await (const { entity, normal, attack, attacks } of readEntities(dataSets.asd, from)) {
      const marked = attack.labels?.reduce((sum, label) => sum + label, 0);
      found.push([entity, frameLength(normal[0]), frameLength(attack), attacks.length, marked]);
    }
    // python: lines of the files, sum of the column label
    expect(found).toEqual([
      ['omi-2', 8640, 4320, 4, 55],
      ['omi-8', 8640, 4320, 5, 188],
      ['omi-9', 8640, 4320, 8, 297],
      ['omi-11', 8640, 4320, 10, 250],
    ]);
    const { attacks } = await readOne(dataSets.asd, from, 'omi-2');
    // 486-498:1,4,5 at a row every 300 s
    expect(attacks[0]).toMatchObject({ start: 486 * 300_000, end: 498 * 300_000 });
    expect(attacks[0].channels).toEqual(['m0', 'm3', 'm4']);
  });

  test('are a machine whose clock was set back, with the windows of the benchmark', async () => {
    const from = `${shared}nab`;
    const { normal, attack, attacks, repairs } = await readOne(
      dataSets.nab,
      from,
      'machine_temperature_system_failure',
    );
    expect(attacks.map(({ start }) => new Date(start).toISOString())).toEqual([
      '2013-12-10T06:25:00.000Z',
      '2013-12-15T17:50:00.000Z',
      '2014-01-27T14:20:00.000Z',
      '2014-02-07T14:55:00.000Z',
    ]);
    // python: 22,695 rows of 22,683 different times, one step back by 55 minutes
    expect(repairs.map(({ kind, count }) => [kind, count])).toEqual([
      ['row-unordered', 1],
      ['row-duplicate', 12],
    ]);
    expect([frameLength(normal[0]), frameLength(attack)]).toEqual([750, 22_683 - 750]);
    expect(normal[0].timestamps[749]).toBeLessThan(attacks[0].start);
  });

  test('are a plant with a fault after 160 rows, its training table turned', async () => {
    const { normal, attack } = await readOne(dataSets.tep, `${shared}tep`, 'fault-5');
    expect(normal.map((frame) => frameLength(frame))).toEqual([500, 960]);
    expect(attack.labels?.indexOf(1)).toBe(160);
    // the first numbers of the file are the first channel over time
    expect(normal[0].values[0]).toBeCloseTo(0.24987, 6);
    expect(normal[0].values[52]).toBeCloseTo(0.25118, 6);
    expect(attack.channels).toHaveLength(52);
    expect(attack.channels.at(-1)).toBe('XMV(11)');
  });

  test('become processed stores with their anomalies', async () => {
    const path = join(folder, 'store.h5');
    const recordings = await readOne(dataSets.tep, `${shared}tep`, 'fault-1');
    await writeEntity(path, recordings);
    const store = await openStore(path);
    expect(store.keys).toEqual(['attacks', 'df_att', 'df_norm', 'df_norm_2']);
    expect(store.readFrame('df_att').labels).toEqual(recordings.attack.labels);
    expect(readAttacks(store).attacks).toEqual(recordings.attacks);
    store.close();
  });
});

test('refuses a training table of another shape', async () => {
  for (const path of ['d00.dat', 'd00_te.dat', 'd01_te.dat'])
    writeFileSync(join(folder, path), '1 2\n3 4\n');
  const reading = readOne(dataSets.tep, folder, 'fault-1');
  await expect(reading).rejects.toThrow(DataError);
  await expect(reading).rejects.toThrow(
    'd00.dat must be 52 rows of 500 numbers, got 2 rows of 2 columns.',
  );
});
