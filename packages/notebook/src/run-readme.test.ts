/** The program in the README runs on the built package and prints what stands beside it. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8');

test('the program prints what stands behind its arrows', () => {
  const [, program] = /```js\n([\s\S]+?)```/.exec(readme) ?? [];
  const expected = [...program.matchAll(/^\/\/ → (.+)$/gm)].map(([, line]) => line);
  const own = mkdtempSync(join(tmpdir(), 'anodec-notebook-'));
  try {
    symlinkSync(
      fileURLToPath(new URL('../../../notebooks/node_modules', import.meta.url)),
      join(own, 'node_modules'),
    );
    const printed = execFileSync(process.execPath, ['--input-type=module', '-e', program], {
      cwd: own,
      encoding: 'utf8',
    });
    expect(expected.length).toBeGreaterThan(0);
    expect(printed.trimEnd().split('\n')).toEqual(expected);
  } finally {
    rmSync(own, { recursive: true });
  }
}, 60_000);
