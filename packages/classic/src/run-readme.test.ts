/** The example of the README, run against the build. */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const folder = fileURLToPath(new URL('..', import.meta.url));

test('the example finds the wrong reading', () => {
  const readme = readFileSync(`${folder}/README.md`, 'utf8');
  const [, program = ''] = /```ts\n([\s\S]+?)```/.exec(readme) ?? [];
  const print =
    'console.log(JSON.stringify([...scores.rows].indexOf(Math.max(...scores.rows))), again.channels.length)';
  const options = { cwd: folder, encoding: 'utf8' } as const;
  const output = execFileSync(
    process.execPath,
    ['--input-type=module', '-e', `${program}; ${print}`],
    options,
  );
  expect(output.trim()).toBe('60 3');
});
