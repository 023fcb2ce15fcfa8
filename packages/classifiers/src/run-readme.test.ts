/** The example of the README, run against the build. */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const folder = fileURLToPath(new URL('..', import.meta.url));

test('the example tells right from wrong, and is restored from JSON', () => {
  const readme = readFileSync(`${folder}/README.md`, 'utf8');
  const [, program = ''] = /```ts\n([\s\S]+?)```/.exec(readme) ?? [];
  const print =
    'console.log(confusionRatios(confusion).f1, again.predict(rows).length, again.classes.join())';
  const output = execFileSync(
    process.execPath,
    ['--input-type=module', '-e', `${program}; ${print}`],
    { cwd: folder, encoding: 'utf8' },
  );
  expect(output.trim()).toBe('1 300 right,wrong');
});
