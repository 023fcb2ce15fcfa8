/** The notebooks: their types, their stored outputs, and what the kernel makes of them where there is Jupyter. */
import { execFileSync, spawnSync } from 'node:child_process';
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

interface Cell {
  readonly cell_type: 'code' | 'markdown';
  readonly source: string[];
  readonly outputs?: readonly {
    readonly output_type: string;
    readonly name?: string;
    readonly data?: Readonly<Record<string, unknown>>;
  }[];
}

const root = fileURLToPath(new URL('..', import.meta.url));
const folder = join(root, 'notebooks');
const names = readdirSync(folder).filter(
  (name) => name.endsWith('.ipynb') && !name.startsWith('.'),
);
const hasJupyter =
  spawnSync('jupyter', ['nbconvert', '--version'], { stdio: 'ignore' }).status === 0;

function readNotebook(path: string): { readonly cells: readonly Cell[] } {
  return JSON.parse(readFileSync(path, 'utf8'));
}

/** What the compiler says about the cells of a notebook, one after the other as a module. */
function typeErrors(code: string): string {
  const path = join(folder, `.types-${process.pid}.ts`);
  writeFileSync(path, `${code}\nexport {};\n`);
  const options = ['--noEmit', '--ignoreConfig', '--strict', '--skipLibCheck', '--types', 'node'];
  const target = ['--target', 'es2022', '--module', 'nodenext', path];
  try {
    execFileSync(process.execPath, [
      join(root, 'node_modules/typescript/bin/tsc'),
      ...options,
      ...target,
    ]);
    return '';
  } catch (error) {
    return String((error as { stdout: Buffer }).stdout);
  } finally {
    rmSync(path);
  }
}

function codeOf(name: string): string {
  return readNotebook(join(folder, name))
    .cells.filter(({ cell_type }) => cell_type === 'code')
    .map(({ source }) => source.join(''))
    .join('\n;\n');
}

test('there are the six notebooks of the README', () => {
  expect(names).toEqual([
    '01-exploration.ipynb',
    '02-time-series-exploration.ipynb',
    '03-model-output-exploration.ipynb',
    '04-train-your-own.ipynb',
    '05-compare.ipynb',
    '06-plausibility.ipynb',
  ]);
});

test('all cells have sound types, and a wrong one is found', () => {
  const all = names
    .map((name) => `{\n${codeOf(name)}\n}`)
    .map((code) => code.replace(/^import [\s\S]+?;$/gm, ''));
  const imported = new Set(
    names.flatMap((name) =>
      [...codeOf(name).matchAll(/^import \{([\s\S]+?)\} from '@anodec\/notebook';$/gm)].flatMap(
        ([, list]) =>
          list
            .split(',')
            .map((one) => one.trim())
            .filter(Boolean),
      ),
    ),
  );
  const head = `import { ${[...imported].join(', ')} } from '@anodec/notebook';\nimport { existsSync } from 'node:fs';\n`;
  expect(typeErrors(head + all.join('\n'))).toBe('');
  expect(typeErrors(`${head}show(1);`)).toContain('TS2345');
});

describe.each(names)('%s', (name) => {
  const { cells } = readNotebook(join(folder, name));
  const outputs = cells.flatMap((cell) => cell.outputs ?? []);

  test('is stored with its outputs, none of them an error', () => {
    expect(outputs.length).toBeGreaterThan(0);
    expect(
      outputs.filter(
        ({ output_type, name: stream }) => output_type === 'error' || stream === 'stderr',
      ),
    ).toEqual([]);
  });

  test('names no folder of one machine', () => {
    expect(JSON.stringify(outputs)).not.toMatch(/\/(home|root|Users|tmp|work)\//);
  });
});

/** Hooks of Node's loader that print the package of each file from elsewhere. */
const PRINT_LOADED = `
  import { writeSync } from 'node:fs';
  export async function load(url, context, next) {
    const found = /.*node_modules[/]((?:@[^/]+[/])?[^/]+)/.exec(url);
    if (found) writeSync(1, found[1] + ' ');
    return next(url, context);
  }
`;

const IMPORTED = `
  import { register } from 'node:module';
  register('data:text/javascript,' + encodeURIComponent(process.argv[1]));
  await import('@anodec/notebook');
`;

test('an import of the package loads nothing from elsewhere but zod', () => {
  const args = ['--input-type=module', '-e', IMPORTED, PRINT_LOADED];
  const loaded = execFileSync(process.execPath, args, { cwd: folder, encoding: 'utf8' });
  // engine, workbooks, HDF5, Arrow, charts and YAML come with the first call that needs them
  expect(new Set(loaded.trim().split(' '))).toEqual(new Set(['zod']));
}, 60_000);

/** Cells checked by the kernel while a package beside the notebook is built anew, as a program with a folder of its own. */
const REBUILT = `
  import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
  import { createRequire } from 'node:module';
  import { setTimeout as sleep } from 'node:timers/promises';
  const { createConverter } = createRequire(process.argv[1])('tslab/dist/converter.js');
  const built = 'node_modules/built/dist/index.d.ts';
  mkdirSync('node_modules/built/dist', { recursive: true });
  writeFileSync('node_modules/built/package.json', '{"types": "dist/index.d.ts"}');
  const kernel = createConverter();
  const cell = () =>
    kernel.convert('', "import { x } from 'built'; const n: number = x; n").diagnostics
      .map(({ messageText }) => messageText.split("'")[0]).join();
  const answers = [cell()];
  for (const type of ['number', 'string']) {
    rmSync(built, { force: true });
    await sleep(100);
    writeFileSync(built, 'export const x: ' + type + ';');
    for (let tries = 0; cell() === answers.at(-1) && tries < 100; tries++) await sleep(200);
    answers.push(cell());
  }
  console.log(JSON.stringify(answers));
  process.exit();
`;

test('cells see the types of packages that are built while the kernel runs', () => {
  const own = mkdtempSync(join(tmpdir(), 'anodec-kernel-'));
  try {
    const args = ['--input-type=module', '-e', REBUILT, join(folder, 'package.json')];
    const options = { cwd: own, encoding: 'utf8' } as const;
    const { stdout, stderr } = spawnSync(process.execPath, args, options);
    expect([stdout.trim(), stderr]).toEqual(['["Cannot find module ","","Type "]', '']);
  } finally {
    rmSync(own, { recursive: true, force: true });
  }
}, 60_000);

describe.skipIf(!hasJupyter)('executed (needs jupyter nbconvert)', () => {
  let own: string;
  beforeAll(() => {
    own = mkdtempSync(join(tmpdir(), 'anodec-notebooks-'));
    mkdirSync(join(own, 'notebooks'));
    symlinkSync(join(folder, 'node_modules'), join(own, 'notebooks/node_modules'));
  });
  afterAll(() => rmSync(own, { recursive: true, force: true }));

  const execute = (path: string) =>
    spawnSync(process.execPath, [join(root, 'utils/notebook.mjs'), '--execute', path], {
      encoding: 'utf8',
    });

  test('from two tables to an evaluated model', () => {
    const path = join(own, 'notebooks/04-train-your-own.ipynb');
    cpSync(join(folder, '04-train-your-own.ipynb'), path);
    const { status, stderr } = execute(path);
    expect([status, stderr]).toEqual([0, '']);
    const html = readNotebook(path).cells.flatMap(({ outputs = [] }) =>
      outputs.map(({ data }) => String(data?.['text/html'])),
    );
    expect(html.some((one) => one.includes('attacks detected'))).toBe(true);
    expect(html.some((one) => one.includes('data-widget="browser"'))).toBe(true);
  });

  test('a wrong type fails, and an error of the reader is one sentence without a stack', () => {
    const path = join(own, 'notebooks/wrong.ipynb');
    const notebook = (source: string) => ({
      ...JSON.parse(readFileSync(join(folder, '04-train-your-own.ipynb'), 'utf8')),
      cells: [
        {
          cell_type: 'code',
          id: 'a',
          metadata: {},
          source: [source],
          execution_count: null,
          outputs: [],
        },
      ],
    });
    writeFileSync(path, JSON.stringify(notebook("const n: number = 'text';")));
    const typed = execute(path);
    expect(typed.status).toBe(1);
    expect(typed.stderr).toContain("Type 'string' is not assignable to type 'number'");
    const code = "import { parseDuration } from '@anodec/notebook';\nparseDuration('nonsense');";
    writeFileSync(path, JSON.stringify(notebook(code)));
    const { status, stderr } = execute(path);
    expect(status).toBe(1);
    expect(stderr.trim().split('\n').slice(-1)).toEqual([
      'A duration must be a number above zero with a unit (ms, s, min, h, d) such as 10s, got "nonsense".',
    ]);
  });
});
