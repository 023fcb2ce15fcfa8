/** Tests of scores and attack lists in a store. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createFrame, ShapeError } from '@anodec/core';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { readAttacks, writeAttacks } from './attacks-store.js';
import { readErrors, readErrorsOwner, writeErrors } from './scores-store.js';
import { openStore, updateStore } from './store.js';

let folder = '';
let path = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'anodec-scores-'));
  path = join(folder, 'store.h5');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const errors = {
  timestamps: Float64Array.of(1451692801000, 1451692806000),
  clock: 'utc',
  mse: Float32Array.of(0.1, NaN),
} as const;

test('keeps the scores of each run beside the frames, the last ones of a version', async () => {
  const frame = createFrame({ values: Float32Array.of(1, 2), channels: ['a'] });
  await updateStore(path, (draft) => draft.writeFrame('df_att', frame));
  await writeErrors(path, { version: 0 }, { ...errors, clock: 'rows' });
  await writeErrors(path, { version: 1 }, { ...errors, mse: Float32Array.of(3, 4) });
  await writeErrors(path, { version: 1 }, errors);
  const store = await openStore(path);
  expect(store.keys).toEqual(['df_att', 'df_errors_0', 'df_errors_1']);
  expect(readErrors(store, { version: 1 })).toEqual(errors);
  expect(readErrors(store, { version: 0 })).toEqual({ ...errors, clock: 'rows' });
  expect(() => store.readFrame('df_errors_1')).toThrow('must be a prepared frame, got something');
  expect(() => readErrors(store, { version: 7 })).toThrow(
    'The key df_errors_7 must be in the store',
  );
  store.close();
});

test('keeps predicted flags, and the scores of each test recording under a key of its own', async () => {
  const flagged = { ...errors, predicted: Uint8Array.of(0, 1) };
  const keys = [
    await writeErrors(path, { version: 3 }, flagged),
    await writeErrors(path, { version: 3, index: 1 }, errors),
  ];
  expect(keys).toEqual(['df_errors_3', 'df_errors_3_2']);
  const store = await openStore(path);
  expect(readErrors(store, { version: 3 })).toEqual(flagged);
  expect(readErrors(store, { version: 3, index: 1 })).toEqual(errors);
  store.close();
});

test('does not replace the scores of a run of the same number in another folder', async () => {
  await writeErrors(path, { version: 0, run: '/a/version_0' }, errors);
  await writeErrors(path, { version: 0, run: '/a/version_0' }, errors);
  await expect(writeErrors(path, { version: 0, run: '/b/version_0' }, errors)).rejects.toThrow(
    'df_errors_0 of ' + path + ' holds the scores of /a/version_0, which must not be replaced',
  );
  expect(await readErrorsOwner(path, { version: 0 })).toBe('/a/version_0');
  expect(await readErrorsOwner(path, { version: 0, index: 1 })).toBeUndefined();
});

test('refuses scores without a time for each', async () => {
  const short = { ...errors, timestamps: Float64Array.of(1) };
  await expect(writeErrors(path, { version: 1 }, short)).rejects.toThrow(ShapeError);
});

const attack = (name: string, channels: string[], leavesTrace: boolean) => ({
  name,
  start: 1451692801000,
  end: 1451692901000,
  channels,
  leavesTrace,
});

test('gives a list of attacks back, and none where none was kept', async () => {
  const list = {
    attacks: [
      { ...attack('Attack 1', ['MV101'], true), action: 'open' },
      attack('Attack 4', ['P1', 'P2'], false),
    ],
    withoutImpact: [attack('Attack 5', [], false)],
  };
  await updateStore(path, (draft) => draft.remove(() => false));
  const before = await openStore(path);
  expect(readAttacks(before)).toEqual({ attacks: [], withoutImpact: [] });
  before.close();
  await updateStore(path, (draft) => writeAttacks(draft, list));
  const store = await openStore(path);
  expect(readAttacks(store)).toEqual(list);
  store.close();
});
