/** The program in the README runs on the built package and prints what stands there. */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

test('the example prints what stands behind its arrows', () => {
  const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8');
  const program = /```js\n([\s\S]+?)```/.exec(readme)?.[1] ?? '';
  const cwd = fileURLToPath(new URL('..', import.meta.url));
  const options = { cwd, encoding: 'utf8' } as const;
  const printed = execFileSync(process.execPath, ['--input-type=module', '-e', program], options);
  const expected = [...program.matchAll(/\/\/ → (.+)$/gm)].map(([, line]) => line);
  expect(expected.length).toBeGreaterThan(0);
  expect(printed.trim().split('\n')).toEqual(expected);
});
