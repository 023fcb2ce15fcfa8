/**
 * The direction of the arrows, as a test: what may import what, what may leave in a declaration, and
 * what may lie in git. It reads manifests, imports and build results, never the code itself.
 */
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';

const root = fileURLToPath(new URL('..', import.meta.url));

/** How high a package stands; an arrow goes from a higher rank to a lower one. */
const RANKS: Readonly<Record<string, number>> = {
  '@anodec/core': 0,
  '@anodec/files': 1,
  '@anodec/preprocess': 1,
  '@anodec/charts': 1,
  '@anodec/kernels': 1,
  '@anodec/classic': 1,
  '@anodec/classifiers': 1,
  '@anodec/eval': 1,
  '@anodec/http': 1,
  '@anodec/onnx': 1,
  'tensorboard-logger': 1,
  '@anodec/tables': 2,
  '@anodec/model': 2,
  '@anodec/metrics': 2,
  '@anodec/runs': 2,
  '@anodec/tune': 2,
  '@anodec/data': 3,
  '@anodec/gan': 3,
  '@anodec/report': 3,
  '@anodec/simulator': 3,
  '@anodec/web': 3,
  '@anodec/devices': 4,
  '@anodec/explore': 4,
  '@anodec/pipeline': 4,
  '@anodec/plausibility': 4,
  '@anodec/dashboard': 5,
  '@anodec/notebook': 5,
  '@anodec/serve': 5,
  '@anodec/stream': 5,
  '@anodec/cli': 6,
  '@anodec/test': 7,
  '@anodec/notebooks': 7,
};

/** Imports that a package must do without, however they come. */
const FORBIDDEN: Readonly<Record<string, RegExp>> = {
  '@anodec/core': /^(node:|@tensorflow\/)/,
  '@anodec/preprocess': /^(node:|@tensorflow\/)/,
  '@anodec/classic': /^(node:|@tensorflow\/)/,
  '@anodec/classifiers': /^(node:|@tensorflow\/)/,
  '@anodec/http': /^(node:fs|@tensorflow\/)/,
  '@anodec/serve': /^(yargs|cli-progress|@tensorflow\/)/,
  '@anodec/dashboard': /^(yargs|cli-progress|@tensorflow\/)/,
  '@anodec/eval': /^(node:fs|@tensorflow\/)/,
  '@anodec/metrics': /^(node:fs|@tensorflow\/)/,
  '@anodec/report': /^(node:fs|@tensorflow\/)/,
  '@anodec/web': /^(node:|@tensorflow\/)/,
  '@anodec/charts': /^(node:fs|@tensorflow\/)/,
  '@anodec/tune': /^(yargs|@tensorflow\/)/,
  '@anodec/pipeline': /^(yargs|cli-progress|@tensorflow\/)/,
  '@anodec/stream': /^(yargs|cli-progress|@tensorflow\/)/,
  '@anodec/devices': /^(yargs|cli-progress|@tensorflow\/)/,
  '@anodec/plausibility': /^(yargs|cli-progress|@tensorflow\/)/,
  'tensorboard-logger': /^@anodec\//,
};

interface Package {
  readonly name: string;
  readonly folder: string;
  /** Optional peers too: somebody installs them who wants that part. */
  readonly dependencies: readonly string[];
  readonly devDependencies: readonly string[];
  /** What others import it by: its name, and that of each further entry. */
  readonly entries: readonly string[];
}

const packages = [
  'test',
  'notebooks',
  ...readdirSync(join(root, 'packages')).map((name) => `packages/${name}`),
]
  .filter((folder) => existsSync(join(root, folder, 'package.json')))
  .map(readPackage);

function readPackage(folder: string): Package {
  const manifest: unknown = JSON.parse(readFileSync(join(root, folder, 'package.json'), 'utf8'));
  const {
    name,
    dependencies = {},
    peerDependencies = {},
    devDependencies = {},
    exports = {},
  } = manifest as {
    name: string;
    dependencies?: Record<string, string>;
    peerDependencies?: Record<string, string>;
    devDependencies?: Record<string, string>;
    exports?: Record<string, unknown>;
  };
  return {
    name,
    folder,
    dependencies: Object.keys({ ...dependencies, ...peerDependencies }),
    devDependencies: Object.keys(devDependencies),
    entries: [name, ...Object.keys(exports).map((entry) => entry.replace('.', name))],
  };
}

/** Paths of the files below a folder, relative to the root. */
function filesBelow(folder: string, pattern: RegExp): string[] {
  if (!existsSync(join(root, folder))) return [];
  return readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(root, join(entry.parentPath, entry.name)))
    .filter((path) => pattern.test(path) && !path.includes('node_modules'));
}

/** What a source file imports, by whatever kind of import. */
function importsOf(path: string): string[] {
  const text = readFileSync(join(root, path), 'utf8');
  const statements =
    /^\s*(?:import|export)\s[^'"`;]*?from\s*['"]([^'"]+)['"]|^\s*import\s*['"]([^'"]+)['"]/gm;
  const calls = /\bimport\(\s*['"]([^'"]+)['"]\s*\)/g;
  return [...text.matchAll(statements), ...text.matchAll(calls)].map(
    (match) => match[1] ?? match[2],
  );
}

/** The package that an import names: `@scope/name/deep` belongs to `@scope/name`. */
function packageOf(specifier: string): string {
  return specifier.split('/', specifier.startsWith('@') ? 2 : 1).join('/');
}

const isOurs = (name: string): boolean => Object.hasOwn(RANKS, name);
/** The root and the packages themselves install what tests need. */
const TEST_TOOLS = ['vitest', 'fast-check', 'esbuild'];

/** Relative imports of a file, as paths from the root; type-only ones included. */
function filesImportedBy(path: string): string[] {
  return importsOf(path)
    .filter((specifier) => specifier.startsWith('.'))
    .map((specifier) => relative(root, join(root, path, '..', specifier)).replace(/\.js$/, '.ts'));
}

/** The first circle that is met from a file on, as a path of files; undefined where there is none. */
function circleFrom(
  start: string,
  done: Set<string>,
  trail: readonly string[] = [],
): string[] | undefined {
  const at = trail.indexOf(start);
  if (at >= 0) return [...trail.slice(at), start];
  if (done.has(start)) return undefined;
  for (const next of filesImportedBy(start)) {
    if (!existsSync(join(root, next))) continue;
    const circle = circleFrom(next, done, [...trail, start]);
    if (circle) return circle;
  }
  done.add(start);
  return undefined;
}

test('reads imports of every kind, over several lines too', () => {
  const path = relative(root, fileURLToPath(import.meta.url));
  expect(importsOf(path)).toContain('node:child_process');
  expect(importsOf('packages/runs/src/run.ts')).toContain('tensorboard-logger');
  expect(packageOf('@anodec/core/src/fold.js')).toBe('@anodec/core');
  expect(packageOf('vega/build')).toBe('vega');
});

describe.each(packages)('$name', ({ name, folder, dependencies, devDependencies }) => {
  const sources = filesBelow(folder === 'test' ? folder : join(folder, 'src'), /(?<!\.d)\.ts$/);
  const imports = sources.flatMap((path) =>
    importsOf(path).map((specifier) => ({ path, specifier })),
  );

  test('has a rank, and depends only on packages below it', () => {
    expect(Object.keys(RANKS)).toContain(name);
    const upwards = dependencies.filter((other) => isOurs(other) && RANKS[other] >= RANKS[name]);
    expect(upwards).toEqual([]);
  });

  test('imports only packages below it that its manifest names, and never their insides', () => {
    const wrong = imports.filter(({ path, specifier }) => {
      if (/^(\.|node:|\$\{)/.test(specifier)) return false; // ${: made at run time, in a child's code
      const target = packageOf(specifier);
      const isTest = /\.(test|bench|soak)\.ts$|^test\//.test(path);
      if (isTest && [name, ...TEST_TOOLS, ...devDependencies].includes(target)) return false;
      const { entries = [] } = packages.find((one) => one.name === target) ?? {};
      if (isOurs(target) && (!entries.includes(specifier) || RANKS[target] >= RANKS[name]))
        return true;
      return !dependencies.includes(target);
    });
    expect(wrong).toEqual([]);
  });

  test('reaches no other package by a path', () => {
    const outside = imports.filter(({ path, specifier }) => {
      if (!specifier.startsWith('.')) return false;
      const target = relative(root, join(root, path, '..', specifier));
      return !target.startsWith(`${folder}/`);
    });
    expect(outside).toEqual([]);
  });

  test('imports nothing that its place forbids', () => {
    const forbidden = FORBIDDEN[name];
    const published = imports.filter(({ path }) => !/\.(test|bench|soak)\.ts$/.test(path));
    const wrong = forbidden ? published.filter(({ specifier }) => forbidden.test(specifier)) : [];
    expect(wrong).toEqual([]);
  });

  test('has no circle between its files, not even of types', () => {
    const done = new Set<string>();
    const circle = sources.map((path) => circleFrom(path, done)).find((found) => found);
    expect(circle).toBeUndefined();
  });

  test('has no source file over 500 lines', () => {
    const long = sources.filter(
      (path) => readFileSync(join(root, path), 'utf8').split('\n').length > 501,
    );
    expect(long).toEqual([]);
  });
});

const declarations = packages.flatMap(({ folder }) => filesBelow(join(folder, 'dist'), /\.d\.ts$/));

test.skipIf(declarations.length === 0)(
  'declares typed arrays so that TypeScript 5.0 reads them (skipped where nothing is built)',
  () => {
    const generic = /\b(?:(?:Float|Int|Uint|BigInt|BigUint)\d+(?:Clamped)?Array|Buffer|DataView)</;
    const wrong = declarations.filter((path) =>
      generic.test(readFileSync(join(root, path), 'utf8')),
    );
    expect(wrong).toEqual([]);
  },
);

const isCheckout = spawnSync('git', ['-C', root, 'rev-parse', '--git-dir']).status === 0;

test.skipIf(!isCheckout)(
  'keeps generated files out of git (skipped outside a git checkout)',
  () => {
    const listed = execFileSync('git', ['-C', root, 'ls-files', 'data', 'lightning_logs']);
    const files = listed.toString().split('\n').filter(Boolean);
    expect(files.filter((path) => !/(^|\/)(\.gitkeep|README\.md)$/.test(path))).toEqual([]);
    const built = execFileSync('git', ['-C', root, 'ls-files', '*/dist/*', '*/node_modules/*']);
    expect(built.toString()).toBe('');
  },
);
