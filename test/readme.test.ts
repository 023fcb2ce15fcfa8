/** What the README shows is run: its program here, its commands by the other tests of this folder. */
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8');
const here = fileURLToPath(new URL('./', import.meta.url));

/** Two waves, a row a minute; rows 100 to 119 of the test table are under attack. */
function table(rows: number, attack?: readonly [number, number]): string {
  const lines = Array.from({ length: rows }, (_, t) => {
    const attacked = attack !== undefined && t >= attack[0] && t < attack[1];
    const time = new Date(Date.UTC(2024, 0, 1) + t * 60_000).toISOString();
    const readings = [Math.sin(t / 7) + (attacked ? 3 : 0), Math.cos(t / 11)];
    return [time, ...readings.map((value) => value.toFixed(5)), Number(attacked)].join(',');
  });
  return ['time,A,B,label', ...lines].join('\n');
}

test('the program in the README trains, scores and reports the attack of two tables', () => {
  const [, program = ''] = /```ts\n([\s\S]+?)```/.exec(readme) ?? [];
  const folder = mkdtempSync(join(tmpdir(), 'anodec-readme-'));
  try {
    writeFileSync(join(folder, 'train.csv'), table(300));
    writeFileSync(join(folder, 'test.csv'), table(200, [100, 120]));
    mkdirSync(join(folder, 'node_modules/@anodec'), { recursive: true });
    symlinkSync(`${here}../packages/pipeline`, join(folder, 'node_modules/@anodec/pipeline'));
    const printed = execFileSync(process.execPath, ['--input-type=module', '-e', program], {
      cwd: folder,
      encoding: 'utf8',
    });
    const lines = printed.trim().split('\n');
    expect(printed).toMatch(/T01:4\d:00.000Z A$/m);
    expect(readFileSync(join(folder, lines.at(-1) ?? ''), 'utf8')).toContain('<html');
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
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
