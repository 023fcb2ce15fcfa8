/** Tests of preparing messages from the tables that are there. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DataError } from '@anodec/core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readMessages } from './message-file.js';
import { PrepareConfig, prepareMessages, readPrepared, TablesConfig } from './prepare.js';

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'anodec-prepare-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

const uniform = { kind: 'uniform' };
const prepare = (given: object) =>
  prepareMessages(
    TablesConfig.parse({ folder }),
    uniform,
    PrepareConfig.parse({ count: 0, ...given }),
  );

test('says what to do where there is no table', async () => {
  await expect(prepare({})).rejects.toThrow(DataError);
  await expect(prepare({})).rejects.toThrow('or make stand-ins with anodec plausibility simulate.');
});

test('says how messages are made where none are prepared', async () => {
  await expect(readPrepared(folder)).rejects.toThrow('Make it with anodec plausibility prepare');
});

test('reads the tables that are there, names the others, and adds own malicious messages', async () => {
  writeFileSync(
    join(folder, 'body.csv'),
    'chest.girth;shoulder.girth\n89,5;106,2\n89,5;106,2\n97,0;110,5\n',
  );
  writeFileSync(join(folder, 'own.csv'), 'class,length,width\ncar,20,30\n');
  const { absent, read, messages, path } = await prepare({ odd: join(folder, 'own.csv') });
  expect(absent.map((file) => file.slice(folder.length + 1))).toEqual([
    'CQA_Premium.csv',
    'moto.csv',
    'moto2.csv',
  ]);
  expect(read).toBe(3);
  expect([...messages.lengths]).toEqual([895, 970, 20]);
  expect([...messages.duplicate]).toEqual([1, 0, 0]);
  expect([...messages.odd]).toEqual([0, 0, 1]);
  expect(await readMessages(path)).toEqual(messages);
});

test('refuses an own malicious message that is genuine', async () => {
  writeFileSync(join(folder, 'own.csv'), 'class,length,width\nhuman,970,1105\n');
  await expect(prepare({ odd: join(folder, 'own.csv') })).rejects.toThrow('got 970 × 1105 in');
});
