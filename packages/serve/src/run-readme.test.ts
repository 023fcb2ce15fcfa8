/** The program in the README runs on the built package beside a run, and prints what stands there. */
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { prepareTables, trainRun } from '@anodec/pipeline';
import { afterAll, beforeAll, expect, test } from 'vitest';

let folder: string;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'anodec-readme-'));
  const lines = Array.from({ length: 300 }, (_, t) => `${Math.sin(t / 7)},${Math.cos(t / 11)}`);
  writeFileSync(join(folder, 'train.csv'), `A,B\n${lines.join('\n')}\n`);
  const place = { dataRoot: join(folder, 'data'), logs: join(folder, 'lightning_logs') };
  const { paths } = await prepareTables({ normal: join(folder, 'train.csv'), paths: place });
  await trainRun({ paths, detector: { kind: 'norm' } });
  mkdirSync(join(folder, 'node_modules/@anodec'), { recursive: true });
  for (const name of ['serve', 'http']) {
    const built = fileURLToPath(new URL(`../../${name}`, import.meta.url));
    symlinkSync(built, join(folder, 'node_modules/@anodec', name));
  }
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test('the example prints what stands behind its arrows', () => {
  const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8');
  const program = /```js\n([\s\S]+?)```/.exec(readme)?.[1] ?? '';
  const options = { cwd: folder, encoding: 'utf8' } as const;
  const printed = execFileSync(process.execPath, ['--input-type=module', '-e', program], options);
  const expected = [...program.matchAll(/\/\/ → (.+)$/gm)].map(([, line]) => line);
  expect(expected.length).toBeGreaterThan(0);
  expect(printed.trim().split('\n')).toEqual(expected);
});
