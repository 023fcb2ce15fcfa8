/** Tests of settings files. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ConfigError } from '@anodec/core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readConfigFile } from './config-file.js';

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'anodec-config-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function file(name: string, text: string): string {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
}

test('reads YAML and JSON alike', async () => {
  const settings = { detector: { hiddenSize: 8, cell: 'gru' }, paths: { logs: 'here' } };
  expect(await readConfigFile(file('a.json', JSON.stringify(settings)))).toEqual(settings);
  const yaml = 'detector:\n  hiddenSize: 8\n  cell: gru\npaths:\n  logs: here\n';
  expect(await readConfigFile(file('a.yaml', yaml))).toEqual(settings);
});

test.each([
  ['a list', '[1, 2]'],
  ['a setting outside any group', 'hiddenSize: 8'],
  ['nothing', ''],
])('refuses %s and says what it wants', async (_what, text) => {
  const path = file('bad.yaml', text);
  await expect(readConfigFile(path)).rejects.toThrow(ConfigError);
  await expect(readConfigFile(path)).rejects.toThrow(
    `${path} must hold groups of settings such as`,
  );
});

test('names the file that is missing or malformed', async () => {
  const missing = join(folder, 'nope.yaml');
  await expect(readConfigFile(missing)).rejects.toThrow(
    `${missing} must be a readable JSON or YAML file`,
  );
  const broken = file('broken.json', '{"model": ');
  await expect(readConfigFile(broken)).rejects.toThrow(ConfigError);
  await expect(readConfigFile(broken)).rejects.toThrow(
    `${broken} must be a readable JSON or YAML file`,
  );
});

test('takes the config.json of a run, also of the format before, without what it records', async () => {
  const run = {
    formatVersion: 1,
    computed: { name: 'simd' },
    resumedFrom: 'lightning_logs/version_0',
    detector: { kind: 'autoencoder', hiddenSize: 8 },
    paths: { dataset: 'a' },
  };
  expect(await readConfigFile(file('config.json', JSON.stringify(run)))).toEqual({
    detector: run.detector,
    paths: run.paths,
  });
  const former = { place: { dataset: 'a' }, model: { hiddenSize: 8 }, computed: { name: 'simd' } };
  expect(await readConfigFile(file('former.json', JSON.stringify(former)))).toEqual({
    detector: run.detector,
    paths: run.paths,
  });
});
