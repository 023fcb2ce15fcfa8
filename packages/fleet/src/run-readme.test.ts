/** The program in the README runs on the built package, on a fleet of three, and prints what stands there. */
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { deviceTable } from './device/table.fixture.js';

const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8');
const programs = [...readme.matchAll(/```js\n([\s\S]+?)```/g)].map(([, program]) => program);

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'anodec-readme-'));
  for (const name of ['normal', 'newest', 'node_modules/@anodec']) {
    mkdirSync(join(folder, name), { recursive: true });
  }
  const write = (name: string, text: string): void => writeFileSync(join(folder, name), text);
  write('normal/fan.csv', deviceTable(400));
  write('normal/pump.csv', deviceTable(400, 50));
  write('normal/valve.csv', 'time,A\n');
  write('newest/fan.csv', deviceTable(100, 500));
  write('newest/pump.csv', deviceTable(100, 500, 10));
  const here = fileURLToPath(new URL('..', import.meta.url));
  symlinkSync(here, join(folder, 'node_modules/@anodec/fleet'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test.each(programs)(
  'prints what stands behind its arrows',
  (program) => {
    const printed = execFileSync(process.execPath, ['--input-type=module', '-e', program], {
      cwd: folder,
      encoding: 'utf8',
    });
    const expected = [...program.matchAll(/\/\/ → (.+)$/gm)].map(([, line]) => line);
    expect(expected.length).toBeGreaterThan(0);
    expect(printed.trim().split('\n')).toEqual(expected);
  },
  600_000,
);
