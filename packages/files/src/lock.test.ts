/** Locks: held by one process at a time, and taken over where that has ended. */
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { ConfigError } from '@anodec/core';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { takeLock } from './lock.js';

let folder: string;
let path: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'anodec-lock-'));
  path = join(folder, 'lock');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** A number that no process has. */
const NOBODY = 2 ** 30;
const OWN = `${process.pid} ${hostname()}\n`;

test('a lock is held until it is given back, within a process as well', async () => {
  const giveBack = await takeLock(path);
  expect(readFileSync(path, 'utf8')).toBe(OWN);
  await expect(takeLock(path)).rejects.toThrow(ConfigError);
  await giveBack();
  expect(existsSync(path)).toBe(false);
  await (await takeLock(path))();
});

test('a lock of another process is respected, with what else helps', async () => {
  writeFileSync(path, `${process.ppid} ${hostname()}\n`);
  await expect(takeLock(path, 'choose another folder')).rejects.toThrow(
    `${folder} must be written by one process at a time, but process ${process.ppid} on ${hostname()} works on it. ` +
      'Wait for its end, or choose another folder.',
  );
});

test('a lock of another machine is respected, as its process cannot be asked', async () => {
  writeFileSync(path, `${NOBODY} elsewhere\n`);
  await expect(takeLock(path)).rejects.toThrow(`or remove ${path} where it has ended.`);
});

test.each([
  ['by a process that has ended', `${NOBODY} ${hostname()}\n`],
  ['by one without the name of its machine', String(NOBODY)],
  ['empty', ''],
  ['by an earlier process with the number of this one, as in a container', OWN],
])('a lock that was left %s is taken over', async (_, left) => {
  writeFileSync(path, left);
  const giveBack = await takeLock(path);
  expect(readFileSync(path, 'utf8')).toBe(OWN);
  await giveBack();
});
