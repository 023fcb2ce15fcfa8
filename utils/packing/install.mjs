// Installs packed packages as somebody else would, and runs what their READMEs show.
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { nativeTarget } from '../native-target.mjs';

const TYPES_CHECKER = '@arethetypeswrong/core@0.18.5';

/** Resolutions that no package here claims to serve: CommonJS, and the one before `exports`. */
const NOT_SERVED = ['node10', 'node16-cjs'];

/** What is read as a file and never imported: the script of a page, compiled code. */
const NO_MODULES = ['./page.js', './nearest.wasm', './nearest-relaxed.wasm'];

/** Packages whose README begins with a program that needs no file, and says what it prints. */
const READMES = ['@anodec/core', '@anodec/metrics', '@anodec/eval', '@anodec/simulator'];

/** A sentence for each built file without a source, which an earlier build has left. */
export function staleFiles({ name, source, files }) {
  const bundles = ['dist/tensorflow-gradients.cjs', 'dist/page.js'];
  return [...files.keys()]
    .filter((path) => /^dist\/.*\.js$/.test(path) && !bundles.includes(path))
    .filter((path) => !existsSync(join(source, path.replace(/^dist/, 'src').replace(/js$/, 'ts'))))
    .map(
      (path) =>
        `${name} must hold built sources only, got ${path}. Remove its dist and build again.`,
    );
}

/**
 * What are-the-types-wrong finds in the tarballs, as sentences.
 *
 * @param folder gets the checker, which brings a TypeScript of its own
 */
export async function checkTypes(packed, folder) {
  mkdirSync(folder);
  writeFileSync(join(folder, 'package.json'), '{"private":true}');
  npm(folder, 'install', '--no-audit', '--no-fund', '--ignore-scripts', TYPES_CHECKER);
  const entry = join(folder, 'node_modules/@arethetypeswrong/core/dist/index.js');
  const { checkPackage, createPackageFromTarballData } = await import(pathToFileURL(entry).href);
  const sentences = [];
  // a command alone is imported by nobody
  for (const { name, tarball } of packed.filter(({ manifest }) => manifest.exports)) {
    const result = await checkPackage(createPackageFromTarballData(readFileSync(tarball)));
    const problems = (result.problems ?? []).filter(
      ({ resolutionKind, entrypoint }) =>
        !NOT_SERVED.includes(resolutionKind) && !NO_MODULES.includes(entrypoint),
    );
    for (const { kind, entrypoint, resolutionKind } of problems) {
      sentences.push(`${name}: ${kind} of ${entrypoint ?? 'a file'} (${resolutionKind ?? 'any'}).`);
    }
  }
  return sentences;
}

/**
 * The package of native kernels for this platform, packed.
 *
 * @param folder is made
 * @returns its name and tarball; undefined where none were built
 */
export function packNative(folder) {
  const root = join(dirname(fileURLToPath(import.meta.url)), '../..');
  const addon = `packages/kernels/dist/native/${nativeTarget()?.name}/kernels.node`;
  if (!existsSync(join(root, addon))) return undefined;
  const made = join(folder, 'made');
  mkdirSync(folder, { recursive: true });
  execFileSync(process.execPath, [join(root, 'utils/pack-native.mjs'), made], { stdio: 'pipe' });
  npm(made, 'pack', '--silent', '--pack-destination', folder);
  const { name } = JSON.parse(readFileSync(join(made, 'package.json'), 'utf8'));
  const tarball = readdirSync(folder).find((file) => file.endsWith('.tgz'));
  return { name, tarball: join(folder, tarball) };
}

/**
 * Installs all tarballs into an empty project and runs things there.
 *
 * @param native from `packNative`
 *
 * @returns a sentence for each thing that does not work
 */
export function installAndRun(packed, native, folder, print) {
  mkdirSync(folder);
  const dependencies = Object.fromEntries(packed.map(dependencyOn));
  const optionalDependencies = Object.fromEntries(native ? [dependencyOn(native)] : []);
  const more = { dependencies, optionalDependencies };
  const manifest = { name: 'somebody', private: true, type: 'module', ...more };
  writeFileSync(join(folder, 'package.json'), JSON.stringify(manifest, null, 2));
  npm(folder, 'install', '--no-audit', '--no-fund');
  print('installed into an empty project');
  const faults = [];
  for (const { name, files } of packed.filter((one) => READMES.includes(one.name))) {
    const [, program] = /```js\n([\s\S]+?)```/.exec(files.get('README.md').toString('utf8')) ?? [];
    const { status, stdout, stderr } = run(folder, process.execPath, [
      '--input-type=module',
      '-e',
      program ?? '',
    ]);
    const expected = [...(program ?? '').matchAll(/\/\/ → (.+)$/gm)].map(([, line]) => line);
    if (status !== 0 || expected.length === 0 || stdout.trim() !== expected.join('\n')) {
      faults.push(
        `The program in the README of ${name} must print what it says, got ${stdout}${stderr}`,
      );
    }
    print(`README of ${name} run`);
  }
  for (const line of COMMANDS) {
    const { status, stdout, stderr } = run(folder, 'npx', line.split(' '));
    if (status !== 0) faults.push(`npx ${line} must succeed, got ${stdout}${stderr}`);
    print(`npx ${line}`);
  }
  if (native) {
    const { stdout, stderr } = run(folder, process.execPath, ['--input-type=module', '-e', NATIVE]);
    if (stdout.trim() !== 'native, relaxed')
      faults.push(`${native.name} must compute once installed, got ${stdout}${stderr}`);
    print(`${native.name} computes`);
  } else print('no native kernels were built here, so none were installed');
  const report = join(folder, 'lightning_logs/version_0/report.html');
  if (!existsSync(report)) faults.push('anodec run must write a report, got none.');
  return faults;
}

/** Chooses native kernels, which are in no other package than their own, and multiplies with them. */
const NATIVE = `
  import { simdStatus, tf, useBackend } from '@anodec/kernels';
  const { name, arithmetic } = await useBackend('native');
  const a = tf.ones([40, 40]);
  const right = tf.matMul(a, a).dataSync().every((value) => value === 40);
  console.log(right && simdStatus().native ? \`\${name}, \${arithmetic}\` : 'wrong');`;

/** Steps of a newcomer, as short as the plant allows. */
const COMMANDS = [
  'anodec --version',
  'anodec simulate --normal-duration 2h --attack-duration 12h',
  'anodec run --simulate --max-epochs 1 --sample-size 500',
  'anodec plot score 0 --out score.png',
  'anodec runs export 0 --format onnx',
  'anodec runs export 0 --format web --out page',
];

function dependencyOn({ name, tarball }) {
  return [name, `file:${tarball}`];
}

function npm(folder, ...args) {
  execFileSync('npm', args, { cwd: folder, stdio: ['ignore', 'pipe', 'inherit'] });
}

function run(folder, command, args) {
  return spawnSync(command, args, { cwd: folder, encoding: 'utf8', maxBuffer: 1 << 28 });
}
