/** The examples of the README, run against the build. */
import { execFileSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const folder = fileURLToPath(new URL('..', import.meta.url));

test('the example finds the wrong reading, keeps checkpoints and has work left', () => {
  const readme = readFileSync(`${folder}/README.md`, 'utf8');
  const [, program = ''] = /```ts\n([\s\S]+?)```/.exec(readme) ?? [];
  const print = `
    const known = scores.rows.map((score) => (score > 0 ? score : 0));
    const same = best.state().arrays['output.bias'].data.join() === fitted.state().arrays['output.bias'].data.join();
    console.log(known.indexOf(Math.max(...known)), files.size > 1, same, left.done, typeof longer.fit);`;
  const output = execFileSync(
    process.execPath,
    ['--input-type=module', '-e', `${program}; ${print}`],
    { cwd: folder, encoding: 'utf8' },
  );
  expect(output.trim()).toBe('60 true true false function');
});

test('the second example trains by its schedule, which can be asked without a training', () => {
  const readme = readFileSync(`${folder}/README.md`, 'utf8');
  const [, program = ''] = /```js\n([\s\S]+?)```/.exec(readme) ?? [];
  const print =
    'console.log(rates.length, first, rates[0] === first, Math.max(...rates), rates.at(-1) < 0.0103);';
  const output = execFileSync(
    process.execPath,
    ['--input-type=module', '-e', `${program}; ${print}`],
    { cwd: folder, encoding: 'utf8' },
  );
  expect(output.trim()).toBe('48 0.04 true 0.2 true');
});

test('the callback of the second example follows a training', () => {
  const readme = readFileSync(`${folder}/README.md`, 'utf8');
  const [, [, program = ''] = []] = [...readme.matchAll(/```ts\n([\s\S]+?)```/g)];
  const output = execFileSync(process.execPath, ['--input-type=module', '-e', program], {
    cwd: folder,
    encoding: 'utf8',
  });
  expect(output.trim().split('\n')).toEqual([
    'epoch 0: true, best true',
    'epoch 1: true, best true',
    'true',
  ]);
});

test('the example of an old checkpoint makes a detector of it', () => {
  const readme = readFileSync(`${folder}/README.md`, 'utf8');
  const [, [, program = ''] = []] = [...readme.matchAll(/```js\n([\s\S]+?)```/g)];
  const here = mkdtempSync(join(tmpdir(), 'anodec-readme-'));
  try {
    const fixture = join(folder, '../../test/fixtures/torch/original.ckpt');
    copyFileSync(fixture, join(here, 'epoch=9-step=79.ckpt'));
    mkdirSync(join(here, 'node_modules/@anodec'), { recursive: true });
    symlinkSync(folder, join(here, 'node_modules/@anodec/model'));
    const lines = [
      "const channels = ['A', 'B', 'C'];",
      'console.log(old.lookback, state.config.fold);',
    ];
    const output = execFileSync(
      process.execPath,
      ['--input-type=module', '-e', `${lines[0]}\n${program}\n${lines[1]}`],
      { cwd: here, encoding: 'utf8' },
    );
    expect(output.trim()).toBe('5 window');
  } finally {
    rmSync(here, { recursive: true, force: true });
  }
});
