/** The commands in the README run, and its table names every command there is. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { allCommands } from './commands/all-commands.js';
import { flagsOf } from './flags.js';
import { trainerFlags } from './trainer-flags/registry.js';

const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8');
const bin = fileURLToPath(new URL('../dist/bin.js', import.meta.url));

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'anodec-cli-readme-'));
  for (const [name, broken] of Object.entries({ train: false, test: true })) {
    const rows = Array.from({ length: 400 }, (_, t) => {
      const time = new Date(Date.UTC(2024, 0, 1) + t * 1000).toISOString().slice(0, 19);
      const pump = broken && t >= 250 && t < 300 ? 4 : Math.sin(t / 9);
      return `${time},${Math.sin(t / 7).toFixed(4)},${pump.toFixed(4)}`;
    });
    writeFileSync(join(folder, `${name}.csv`), `time,LEVEL,FLOW\n${rows.join('\n')}\n`);
  }
});
afterAll(() => rmSync(folder, { recursive: true }));

test('each command of the first example succeeds, and the last finds the fault', () => {
  const [, script = ''] = /```sh\n([\s\S]+?)```/.exec(readme) ?? [];
  const lines = script.trim().split('\n');
  expect(lines.length).toBeGreaterThan(5);
  for (const line of lines) {
    const [name, ...args] = line.split(' ');
    expect(name).toBe('anodec');
    const { status, stderr } = spawnSync(process.execPath, [bin, ...args], { cwd: folder });
    expect([line, status, String(stderr)]).toEqual([line, 0, '']);
  }
  const alarms = readFileSync(join(folder, 'alarms.csv'), 'utf8');
  expect(alarms).toContain('FLOW');
});

test('the table has every command, under the name that it has', async () => {
  const named = [...readme.matchAll(/`(anodec [a-z]+(?: [a-z-]+)?)(?=[ `[])/g)].map(
    ([, name]) => name,
  );
  const names = (await allCommands()).map(({ words }) => ['anodec', ...words].join(' '));
  expect(names.filter((name) => !named.includes(name))).toEqual([]);
});

test('the flags that the text names exist', async () => {
  const all = await allCommands();
  const known = new Set(
    ['help', 'help-all', 'preset', 'config'].concat(
      all
        .flatMap(({ command }) => flagsOf(command.sections))
        .flatMap(({ name, aliases }) => [name, ...aliases]),
      trainerFlags.map(({ name }) => name),
    ),
  );
  const named = [...readme.matchAll(/(?<![\w-])--([a-z][\w.-]*[a-z])/g)].map(([, name]) => name);
  expect(named.length).toBeGreaterThan(15);
  expect(named.filter((name) => !known.has(name) && name !== 'logdir')).toEqual([]);
});
