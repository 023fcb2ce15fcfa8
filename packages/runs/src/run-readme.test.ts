/** The program in the README runs on the built package and prints what stands behind its arrows. */
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8');
const [, program = ''] = /```js\n([\s\S]+?)```/.exec(readme) ?? [];

test('prints what stands behind its arrows', () => {
  const folder = mkdtempSync(join(tmpdir(), 'anodec-readme-'));
  try {
    mkdirSync(join(folder, 'node_modules/@anodec'), { recursive: true });
    const here = fileURLToPath(new URL('..', import.meta.url));
    symlinkSync(here, join(folder, 'node_modules/@anodec/runs'));
    const printed = execFileSync(process.execPath, ['--input-type=module', '-e', program], {
      cwd: folder,
      encoding: 'utf8',
    });
    const expected = [...program.matchAll(/\/\/ → (.+)$/gm)].map(([, line]) => line);
    expect(expected.length).toBeGreaterThan(0);
    expect(printed.trim().split('\n')).toEqual(expected);
  } finally {
    rmSync(folder, { recursive: true });
  }
});
