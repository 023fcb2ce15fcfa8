/** The example of the README, run against the build. */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const folder = fileURLToPath(new URL('..', import.meta.url));

test('the example prints what the README says', () => {
  const readme = readFileSync(`${folder}/README.md`, 'utf8');
  const [, program = ''] = /```ts\n([\s\S]+?)```/.exec(readme) ?? [];
  const [, printed = ''] = /\/\/ → (.+)/.exec(program) ?? [];
  expect(printed).not.toBe('');
  const output = execFileSync(process.execPath, ['--input-type=module', '-e', program], {
    cwd: folder,
    encoding: 'utf8',
  });
  expect(output.trim()).toBe(printed);
}, 120_000); // a process that loads everything anew
