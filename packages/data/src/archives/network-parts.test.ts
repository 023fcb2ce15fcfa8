/** Network captures that are listed and counted. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { listNetworkParts } from './network-parts.js';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'anodec-network-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

test('counts the captures of the network and their bytes, in folders of days too', async () => {
  mkdirSync(join(folder, 'Network/day'), { recursive: true });
  writeFileSync(join(folder, 'Network/b.csv'), 'four');
  writeFileSync(join(folder, 'Network/day/a.CSV'), 'sixsix');
  writeFileSync(join(folder, 'Network/readme.txt'), 'no capture');
  expect(await listNetworkParts(folder)).toEqual({
    files: ['Network/b.csv', 'Network/day/a.CSV'],
    bytes: 10,
  });
});

test('counts none where there is no such folder', async () => {
  expect(await listNetworkParts(folder)).toEqual({ files: [], bytes: 0 });
});
