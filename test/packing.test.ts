/** The packages as others get them: what is in each tarball, and what its manifest says. `npm run packing` installs them. */
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeAll, expect, test } from 'vitest';

const ROOT = fileURLToPath(new URL('..', import.meta.url));

interface Packed {
  readonly name: string;
  readonly files: readonly string[];
  readonly manifest: {
    readonly version: string;
    readonly license: string;
    readonly description: string;
    readonly engines?: { readonly node: string };
    readonly dependencies?: Readonly<Record<string, string>>;
    readonly peerDependencies?: Readonly<Record<string, string>>;
    readonly optionalDependencies?: Readonly<Record<string, string>>;
  };
  /** What publint finds. */
  readonly publint: readonly string[];
}

/** What is tested of `utils/native-target.mjs`. */
interface NativeTarget {
  readonly targetOf: (macros: ReadonlySet<string>) => object;
  readonly nativeManifest: (
    kernels: { readonly name: string; readonly version: string },
    target: object,
  ) => Readonly<Record<string, unknown>>;
}

let packed: Packed[] = [];
beforeAll(() => {
  const { stdout, stderr } = spawnSync(
    process.execPath,
    [join(ROOT, 'utils/packing.mjs'), '--list'],
    { encoding: 'utf8', maxBuffer: 1 << 26 },
  );
  if (stdout === '') throw new Error(stderr);
  packed = JSON.parse(stdout) as Packed[];
});

/** Names of packages with the files that are there and should not, or the other way round. */
function where(wrong: (one: Packed) => readonly string[]): string[] {
  return packed.flatMap((one) => wrong(one).map((what) => `${one.name}: ${what}`));
}

test('all packages have one version, which the changelog describes, one licence and one oldest Node', () => {
  expect(packed.length).toBeGreaterThan(20);
  const versions = [...new Set(packed.map(({ manifest }) => manifest.version))];
  expect(versions).toHaveLength(1);
  expect(readFileSync(join(ROOT, 'CHANGELOG.md'), 'utf8')).toContain(`\n## ${versions[0]}`);
  expect(where(({ manifest }) => (manifest.license === 'MIT' ? [] : [manifest.license]))).toEqual(
    [],
  );
  expect(
    where(({ manifest }) => (manifest.engines?.node === '>=20.19' ? [] : ['engines'])),
  ).toEqual([]);
});

test('a package carries its README and the licence', () => {
  const needed = ['README.md', 'LICENSE', 'package.json'];
  expect(where(({ files }) => needed.filter((name) => !files.includes(name)))).toEqual([]);
});

test('no package carries a test, a benchmark, a fixture or state of the build', () => {
  const unwanted =
    /\.(test|bench|soak|fixture)\.|(^|\/)(testing|fixtures|conformance)\/|tsbuildinfo|\.env|node_modules/;
  expect(where(({ files }) => files.filter((path) => unwanted.test(path)))).toEqual([]);
});

test('a package needs the others in exactly its own version, and nothing by a path', () => {
  const names = packed.map(({ name }) => name);
  const wrong = where(({ manifest: { version, dependencies, peerDependencies } }) =>
    Object.entries({ ...dependencies, ...peerDependencies })
      .filter(([name, range]) =>
        names.includes(name) ? range !== version : /^(workspace|file|link|catalog):/.test(range),
      )
      .map(([name, range]) => `${name} ${range}`),
  );
  expect(wrong).toEqual([]);
});

test('the kernels bring native ones along, in their own version; the workspace needs none', () => {
  const own = packed.filter(({ manifest }) => manifest.optionalDependencies);
  expect(own.map(({ name }) => name)).toEqual(['@anodec/kernels']);
  const [{ manifest }] = own;
  expect(manifest.optionalDependencies).toEqual({
    '@anodec/kernels-linux-x64': manifest.version,
    '@anodec/kernels-linux-arm64': manifest.version,
  });
  const source = readFileSync(join(ROOT, 'packages/kernels/package.json'), 'utf8');
  expect(source).not.toContain('kernels-linux-');
});

// what `cc -dM -E` defines there, and the fields by which package managers choose
test.each([
  ['linux-x64', '__linux__ __x86_64__ __GLIBC__', { os: ['linux'], cpu: ['x64'], libc: ['glibc'] }],
  [
    'linux-arm64',
    '__linux__ __aarch64__ __GLIBC__',
    { os: ['linux'], cpu: ['arm64'], libc: ['glibc'] },
  ],
  ['linux-x64-musl', '__linux__ __x86_64__', { os: ['linux'], cpu: ['x64'], libc: ['musl'] }],
  ['android-arm64', '__linux__ __ANDROID__ __aarch64__', { os: ['android'], cpu: ['arm64'] }],
  ['darwin-arm64', '__APPLE__ __aarch64__ __clang__', { os: ['darwin'], cpu: ['arm64'] }],
])(
  'the package of native kernels for %s is for that platform alone',
  async (place, macros, fields) => {
    const { nativeManifest, targetOf } = (await import(
      new URL('../utils/native-target.mjs', import.meta.url).href
    )) as NativeTarget;
    const kernels = { name: '@anodec/kernels', version: '1.2.3' };
    const { name, version, os, cpu, libc } = nativeManifest(
      kernels,
      targetOf(new Set(macros.split(' '))),
    );
    expect({ name, version, os, cpu, libc }).toEqual({
      name: `@anodec/kernels-${place}`,
      version: '1.2.3',
      ...fields,
    });
  },
);

test('publint finds nothing', () => {
  expect(where(({ publint }) => publint)).toEqual([]);
});

test('what is bundled comes with its licence', () => {
  const files = new Map(packed.map((one) => [one.name, one.files]));
  expect(files.get('@anodec/kernels')).toEqual(
    expect.arrayContaining([
      'dist/tensorflow-gradients.notices.txt',
      'dist/simd/assemblyscript.notice.txt',
    ]),
  );
  const licences = readFileSync(
    join(ROOT, 'packages/kernels/dist/tensorflow-gradients.notices.txt'),
    'utf8',
  );
  for (const name of ['@tensorflow/tfjs-core', 'long', 'seedrandom']) {
    expect(licences).toMatch(new RegExp(`^${name} [\\d.]+, licence (Apache-2.0|MIT)$`, 'm'));
  }
  const page = readFileSync(join(ROOT, 'packages/web/dist/page.js'), 'utf8');
  expect(page).toMatch(/^\/\*!\nzod [\d.]+, licence MIT\n\nMIT License\n\nCopyright/);
});
