/**
 * The pages of references/guide do what they say: every block is run, in the order of its page, and prints what stands
 * below it. Pages after the quick start go on from what it leaves behind.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { isPrinted, type Step, stepsOf } from './guide/read-page.js';
import { createClone, runSteps } from './guide/run-steps.js';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const GUIDE = join(ROOT, 'references/guide');
const FIRST = 'quick-start.md';
const pages = readdirSync(GUIDE)
  .filter((name) => name.endsWith('.md'))
  .map((name) => ({ name, steps: stepsOf(readFileSync(join(GUIDE, name), 'utf8')) }));

const hasModules = new Map<string, boolean>();

/** Why a step is not run here; undefined where it is. */
function whyNot({ notRun, needs }: Step): string | undefined {
  if (notRun !== undefined) return notRun;
  if (needs.length === 0) return undefined;
  const line = `import ${needs.join(', ')}`;
  if (!hasModules.has(line)) {
    hasModules.set(line, spawnSync('python3', ['-c', line]).status === 0);
  }
  return hasModules.get(line) === true ? undefined : `it needs Python with ${needs.join(', ')}`;
}

let clone = '';
const clones: string[] = [];

/** Runs a page in a folder and gives back what does not stand in it. */
async function differencesOf(folder: string, steps: readonly Step[]): Promise<string[]> {
  const run = steps.filter((step) => whyNot(step) === undefined);
  const printed = await runSteps(folder, run);
  return run.flatMap(({ line, prints }, i) =>
    prints === undefined || isPrinted(printed[i], prints)
      ? []
      : [`Line ${line} must print\n${prints}\ngot\n${printed[i]}`],
  );
}

function stepsNamed(wanted: string): readonly Step[] {
  return pages.find(({ name }) => name === wanted)?.steps ?? [];
}

let first: string[] = [];
beforeAll(async () => {
  clone = createClone();
  clones.push(clone);
  first = await differencesOf(clone, stepsNamed(FIRST));
});
afterAll(() => {
  for (const path of clones) rmSync(path, { recursive: true, force: true });
});

test('the quick start does and prints what it says, in a folder with nothing in it', () => {
  expect(stepsNamed(FIRST).length).toBeGreaterThan(4);
  expect(first).toEqual([]);
});

const others = pages.filter(({ name, steps }) => name !== FIRST && steps.some((s) => !whyNot(s)));
test.each(others)(
  '$name does and prints what it says, after the quick start',
  async ({ steps }) => {
    const folder = createClone(clone);
    clones.push(folder);
    expect(await differencesOf(folder, steps)).toEqual([]);
  },
  300_000,
);

const left = pages.flatMap(({ name, steps }) =>
  steps.flatMap((step) => {
    const why = whyNot(step);
    return why === undefined ? [] : [{ name, line: step.line, why }];
  }),
);
for (const { name, line, why } of left) {
  test.skipIf(why !== '')(`${name}, line ${line}: ${why}`, () => expect(why).toBe(''));
}

test('the programs of the pages have no type error', async () => {
  const folder = createClone();
  clones.push(folder);
  for (const { name, steps } of pages) {
    for (const { language, code, line } of steps) {
      if (language === 'ts') writeFileSync(join(folder, `${name}-${line}.ts`), code);
    }
  }
  const base = join(ROOT, 'tsconfig.base.json');
  const compilerOptions = {
    noEmit: true,
    composite: false,
    types: ['node'],
    tsBuildInfoFile: null,
  };
  writeFileSync(
    join(folder, 'tsconfig.json'),
    JSON.stringify({ extends: base, compilerOptions, include: ['*.ts'] }),
  );
  writeFileSync(join(folder, 'package.json'), '{"type":"module"}');
  const tsc = join(ROOT, 'node_modules/typescript/bin/tsc');
  const { stdout } = spawnSync(process.execPath, [tsc, '-p', folder], { encoding: 'utf8' });
  expect(stdout).toBe('');
});

describe('the site', () => {
  const build = (...args: string[]) => {
    const folder = mkdtempSync(join(tmpdir(), 'anodec-site-'));
    clones.push(folder);
    const out = join(folder, 'site');
    const program = join(ROOT, 'utils/docs.mjs');
    const made = spawnSync(process.execPath, [program, '--without-api', '--out', out, ...args], {
      encoding: 'utf8',
    });
    return { ...made, out };
  };

  test('is built, every link leads somewhere, and no page loads anything from elsewhere', () => {
    const { status, stderr, out } = build();
    expect([status, stderr]).toEqual([0, '']);
    const names = readdirSync(out, { recursive: true }).map(String);
    expect(names).toContain('reference/train.html');
    for (const { name } of pages) expect(names).toContain(name.replace('.md', '.html'));
  });

  test('is refused by name where a page links to nothing', () => {
    const guide = mkdtempSync(join(tmpdir(), 'anodec-guide-'));
    clones.push(guide);
    writeFileSync(join(guide, 'index.md'), '# A\n\n[gone](gone.md), [part](#gone), [here](#a)\n');
    const { status, stderr } = build('--guide', guide);
    expect(status).toBe(1);
    const sentences = stderr.trim().split('\n');
    expect(sentences).toHaveLength(2);
    expect(sentences[0]).toMatch(/^index\.html must link to files that exist, got .*gone\.md\.$/);
    expect(sentences[1]).toBe('index.html must link to headings that exist, got #gone.');
  });

  test('replaces no folder of somebody else', () => {
    const other = mkdtempSync(join(tmpdir(), 'anodec-other-'));
    clones.push(other);
    writeFileSync(join(other, 'mine.txt'), '');
    const { status, stderr } = build('--out', other);
    expect([status, readdirSync(other)]).toEqual([2, ['mine.txt']]);
    expect(stderr).toContain('must be absent, empty or an earlier site');
  });
});
