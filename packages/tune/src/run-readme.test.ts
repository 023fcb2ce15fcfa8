/** The programs in the README run on the built package and print what stands beside them. */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8');
const programs = [...readme.matchAll(/```js\n([\s\S]+?)```/g)].map(([, program]) => program);

test.each(programs)('prints what stands behind its arrows', (program) => {
  const printed = execFileSync(process.execPath, ['--input-type=module', '-e', program], {
    cwd: fileURLToPath(new URL('..', import.meta.url)),
    encoding: 'utf8',
  });
  const expected = [...program.matchAll(/\/\/ → (.+)$/gm)].map(([, line]) => line);
  expect(expected.length).toBeGreaterThan(0);
  expect(printed.trim().split('\n')).toEqual(expected);
});
