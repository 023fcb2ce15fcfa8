/** The example in the README is run, as a reader would run it. */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const folder = fileURLToPath(new URL('..', import.meta.url));

test('the example in the README draws its signal, its attack and its table', () => {
  const readme = readFileSync(`${folder}/README.md`, 'utf8');
  const [, program = ''] = /```js\n([\s\S]+?)```/.exec(readme) ?? [];
  const page = execFileSync(
    process.execPath,
    ['--input-type=module', '-e', `${program}\nconsole.log(page);`],
    { cwd: folder, encoding: 'utf8' },
  );
  for (const text of [
    '<h1>LIT101 under attack</h1>',
    'Attack #1',
    '<td class="number">0.02</td>',
  ]) {
    expect(page).toContain(text);
  }
});
