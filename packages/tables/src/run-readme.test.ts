/** Runs the program that the README of this package shows. */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, expect, test } from 'vitest';
import { tableFormats } from './open-table.js';

const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8');
const folder = mkdtempSync(join(tmpdir(), 'anodec-readme-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test('the program in the README reads what it wrote', () => {
  const [, program = ''] = /```ts\n([\s\S]+?)```/.exec(readme) ?? [];
  const moved = program.replace(/'(tank\.\w+)'/g, (_, name: string) =>
    JSON.stringify(join(folder, name)),
  );
  const printed = execFileSync(process.execPath, ['--input-type=module', '-e', moved], {
    cwd: fileURLToPath(new URL('../', import.meta.url)), // where the name of the package leads to its build
    encoding: 'utf8',
  });
  expect(printed).toBe(
    'time: text, level: number, valve: number\nFloat64Array(4) [ 0.5, 1, NaN, 0 ]\n',
  );
  expect(existsSync(join(folder, 'tank.parquet'))).toBe(true);
});

test('the README names every ending of a table', () => {
  const stores = ['.h5', '.hdf5', '.hdf']; // one line there for all of them
  const endings = Object.keys(tableFormats).filter((ending) => !stores.includes(ending));
  expect(endings.filter((ending) => !readme.includes(`\`${ending}\``))).toEqual([]);
});
