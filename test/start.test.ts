/** What a command loads before it works: the start of the command is the time that this takes. */
import { spawnSync } from 'node:child_process';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { BIN, createWorkplace, TINY, type Workplace, waves } from './anodec-command.js';

/** Hooks of Node's loader that write the address of every file to the descriptor that is given beside the usual three. */
const HOOKS = `
  import { writeSync } from 'node:fs';
  export async function load(url, context, next) {
    if (url.startsWith('file:')) writeSync(3, url + '\\n');
    return next(url, context);
  }
`;

const asModule = (code: string): string => `data:text/javascript,${encodeURIComponent(code)}`;
const REGISTER = asModule(`
  import { register } from 'node:module';
  register(${JSON.stringify(asModule(HOOKS))});
`);

let folder: Workplace;
beforeAll(() => {
  folder = createWorkplace();
});
afterAll(() => folder.remove());

/** The files that a command loads, each as the package that it is in: `@anodec/core`, `exceljs`. */
function loadedBy(...args: string[]): readonly string[] {
  const { status, stderr, output } = spawnSync(
    process.execPath,
    ['--import', REGISTER, BIN, ...args],
    { cwd: folder.path, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe', 'pipe'] },
  );
  expect([status, stderr]).toEqual([0, '']);
  const files = (output[3] ?? '').trim().split('\n');
  return files.map((file) => {
    const own = /\/packages\/([\w-]+)\/dist\//.exec(file)?.[1];
    const other = /.*\/node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(file)?.[1];
    return own === undefined ? (other ?? file) : `@anodec/${own}`;
  });
}

/** Libraries that only those need who compute, read a workbook or a store, draw or serve. */
const HEAVY = /^(@tensorflow\/.*|exceljs|h5wasm|apache-arrow|hyparquet.*|vega.*|fastify|yaml)$/;

test('the help of the program loads no command', () => {
  const loaded = loadedBy('--help');
  expect(new Set(loaded.filter((name) => name.startsWith('@anodec/')))).toEqual(
    new Set(['@anodec/cli', '@anodec/core', '@anodec/files']),
  );
  expect(loaded.filter((name) => name === '@anodec/cli').length).toBeLessThan(12);
  expect(loaded.length).toBeLessThan(220);
});

test('the list of runs loads what knows runs, and neither detectors nor formats of tables', () => {
  const loaded = loadedBy('runs', 'list');
  const packages = new Set(loaded.filter((name) => name.startsWith('@anodec/')));
  const own = ['cli', 'core', 'files', 'pipeline', 'runs', 'tensorboard-logger'].map(
    (name) => `@anodec/${name}`,
  );
  expect(packages).toEqual(new Set(own));
  expect(loaded.length).toBeLessThan(280);
});

test.each(['train', 'serve', 'tune detector'])('the help of %s loads no heavy library', (words) => {
  const loaded = loadedBy(...words.split(' '), '--help');
  expect(loaded.length).toBeGreaterThan(280);
  expect(loaded.filter((name) => HEAVY.test(name))).toEqual([]);
});

test('a command that computes loads TensorFlow.js, which shows that it would be seen', () => {
  folder.write('a.csv', waves(120));
  const loaded = loadedBy('run', '--normal', 'a.csv', '--attack', 'a.csv', ...TINY);
  expect(loaded).toContain('@tensorflow/tfjs-core');
  expect(loaded).toContain('h5wasm');
});
