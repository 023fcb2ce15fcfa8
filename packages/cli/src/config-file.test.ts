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

test('reads YAML and JSON alike', () => {
  const settings = { model: { hiddenSize: 8, cell: 'gru' }, paths: { logs: 'here' } };
  expect(readConfigFile(file('a.json', JSON.stringify(settings)))).toEqual(settings);
  const yaml = 'model:\n  hiddenSize: 8\n  cell: gru\nplace:\n  logs: here\n';
  expect(readConfigFile(file('a.yaml', yaml))).toEqual(settings);
});

test.each([
  ['a list', '[1, 2]'],
  ['a setting outside any group', 'hiddenSize: 8'],
  ['nothing', ''],
])('refuses %s and says what it wants', (_what, text) => {
  const path = file('bad.yaml', text);
  expect(() => readConfigFile(path)).toThrow(ConfigError);
  expect(() => readConfigFile(path)).toThrow(`${path} must hold groups of settings such as`);
});

test('names the file that is missing or malformed', () => {
  const missing = join(folder, 'nope.yaml');
  expect(() => readConfigFile(missing)).toThrow(`${missing} must be a readable JSON or YAML file`);
  const broken = file('broken.json', '{"model": ');
  expect(() => readConfigFile(broken)).toThrow(ConfigError);
  expect(() => readConfigFile(broken)).toThrow(`${broken} must be a readable JSON or YAML file`);
});
