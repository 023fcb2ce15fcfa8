/** What the README shows is run: its program here, its commands by the other tests of this folder. */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8');
const here = fileURLToPath(new URL('./', import.meta.url));

test('the program in the README runs and scores the rows of its frame', () => {
  const [, program = ''] = /```ts\n([\s\S]+?)```/.exec(readme) ?? [];
  const told = execFileSync(
    process.execPath,
    [
      '--input-type=module',
      '-e',
      `${program}; console.log(rows.length, channels.length, rows[11])`,
    ],
    { cwd: here, encoding: 'utf8' },
  );
  const [rows, channels, score] = told.trim().split(' ').map(Number);
  expect([rows, channels]).toEqual([500, 1000]);
  expect(score).toBeGreaterThan(0);
});

test('the README names every command there is', () => {
  const help = execFileSync(process.execPath, ['../packages/cli/dist/bin.js', '--help'], {
    cwd: here,
    encoding: 'utf8',
  });
  const names = [...help.matchAll(/^ {2}anodec (\w+)/gm)].map(([, name]) => name);
  expect(names).toContain('train');
  expect(names.filter((name) => !readme.includes(`anodec ${name}`))).toEqual([]);
});

test('every file that the README links to is there', () => {
  const links = [...readme.matchAll(/\]\((?!http)([^)]+)\)/g)].map(([, path]) => path);
  expect(links.length).toBeGreaterThan(2);
  for (const path of links) readFileSync(new URL(`../${path}`, import.meta.url));
});
