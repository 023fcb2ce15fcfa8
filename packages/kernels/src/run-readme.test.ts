/** The first example of README.md, run as a program of its own. */
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const home = new URL('../', import.meta.url);

test('the example of the README prints what its comments say', () => {
  const readme = readFileSync(new URL('README.md', home), 'utf8');
  const example = /```ts\n([\s\S]*?)```/.exec(readme)?.[1] ?? '';
  const expected = [...example.matchAll(/^console\.log\(.*\); \/\/ (.*)$/gm)].map(
    ([, line]) => line,
  );
  expect(expected).toHaveLength(3);
  const node = ['--conditions=@anodec/source', '--import', 'tsx', '--input-type=module'];
  const { stdout, stderr } = spawnSync(process.execPath, [...node, '-e', example], {
    cwd: fileURLToPath(home), // where a package can import itself by its name
    encoding: 'utf8',
  });
  expect(stderr).toBe('');
  expect(stdout.trimEnd().split('\n')).toEqual(expected);
});
