/** The examples in the README are run, as a reader would run them. */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const folder = fileURLToPath(new URL('..', import.meta.url));

const readme = readFileSync(`${folder}/README.md`, 'utf8');
const programs = [...readme.matchAll(/```js\n([\s\S]+?)```/g)].map(([, program]) => program);

/** What a program prints with a last line of its own. */
function run(program: string, last: string): string {
  return execFileSync(process.execPath, ['--input-type=module', '-e', `${program}\n${last}`], {
    cwd: folder,
    encoding: 'utf8',
  });
}

test('the first example in the README draws its signal, its attack and its table', () => {
  const page = run(programs[0], 'console.log(page);');
  for (const text of [
    '<h1>LIT101 under attack</h1>',
    'Attack #1',
    '<td class="number">0.02</td>',
  ]) {
    expect(page).toContain(text);
  }
});

test('the second example makes a picture of a chart with another title', () => {
  expect(programs).toHaveLength(2);
  const last = "console.log(wide.title, Buffer.from(image.subarray(1, 4)).toString('latin1'));";
  expect(run(programs[1], last)).toBe('Two channels PNG\n');
});
