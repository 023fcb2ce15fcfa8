// Compiles packages/kernels/native to an addon for Node, dist/native/PLATFORM/kernels.node: the kernels once for each
// instruction set, one compiler call each, then the addon itself. Does nothing when the sources and the compiler are
// those of the last time; Node's interface for addons is the same for all its versions. Where there is no C compiler, or it
// fails, WebAssembly computes alone: that is one line and no error. ANODEC_NATIVE=0 skips it, CC names the compiler, which
// may be one for another platform: CC=aarch64-linux-gnu-gcc node utils/build-native.mjs
import { execFile, execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { compiler, nativeTarget } from './native-target.mjs';

const home = join(dirname(fileURLToPath(import.meta.url)), '..', 'packages', 'kernels');
const sources = join(home, 'native');
const headers = join(home, 'node_modules', 'node-api-headers', 'include');

// nothing is fused that is not written so: the same formula has the same bits wherever it stands
const OPTIONS = '-std=gnu11 -O3 -fPIC -fvisibility=hidden -ffp-contract=off -Wall -Wextra'.split(
  ' ',
);
const PLAIN = { plain: [] };
const X64 = { ...PLAIN, avx2: ['-mavx2', '-mfma'], avx512: ['-mavx512f', '-mavx2', '-mfma'] };

if (process.env.ANODEC_NATIVE === '0') process.exit(0);
const version = compilerVersion();
const target = version && nativeTarget();
const folder = join(home, 'dist', 'native', target?.name ?? `${process.platform}-${process.arch}`);
const addon = join(folder, 'kernels.node');
const stamp = join(folder, 'kernels.sha256');
const log = join(folder, 'build.log');
const skipped = join(folder, 'skipped.txt');
if (!target) skip(`there is no C compiler (${compiler})`);
const wanted = sourceHash();
if (existsSync(addon) && existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted)
  process.exit(0);
const problem = await build();
if (problem !== undefined) skip(problem);
await test();

/** What the compiler says about itself; undefined where it cannot be run. */
function compilerVersion() {
  if (process.platform === 'win32') return undefined;
  try {
    return execFileSync(compiler, ['--version'], { stdio: ['ignore', 'pipe', 'ignore'] });
  } catch {
    return undefined;
  }
}

/** @returns why there is no addon, if there is none */
async function build() {
  const work = join(folder, String(process.pid));
  mkdirSync(work, { recursive: true });
  try {
    const sets = Object.entries(target.arch === 'x64' ? X64 : PLAIN);
    const objects = await Promise.all([
      ...sets.map(([set, flags]) => {
        const options = [`-DINSTRUCTION_SET=${set}`, ...flags, ...schedulingOptions()];
        return compile('kernels.c', join(work, `${set}.o`), options);
      }),
      compile('addon.c', join(work, 'addon.o'), ['-I', headers]),
    ]);
    const finished = join(work, 'kernels.node');
    for (const old of readdirSync(folder).filter((name) => name.startsWith('self-test-')))
      rmSync(join(folder, old));
    const late = target.platform === 'darwin' ? ['-undefined', 'dynamic_lookup'] : [];
    await call(['-shared', ...late, '-o', finished, ...objects]);
    renameSync(finished, addon);
    writeFileSync(stamp, wanted);
    rmSync(log, { force: true });
    rmSync(skipped, { force: true });
    return undefined;
  } catch (error) {
    writeFileSync(log, `${error.message}\n${error.stdout ?? ''}${error.stderr ?? ''}`);
    return `they do not compile here, packages/kernels/dist/native/${target.name}/build.log says why`;
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

/** Once here, so that the first command need not, unless it is for another machine. */
async function test() {
  const { nativeFile } = await importBuilt('native.js');
  if (nativeFile() !== addon) return;
  const { nativeProblem } = await importBuilt('native-check.js');
  const refusal = await nativeProblem();
  if (refusal) console.log(`Native kernels refused: ${refusal}. WebAssembly computes instead.`);
}

function importBuilt(file) {
  return import(pathToFileURL(join(home, 'dist/simd', file)));
}

/**
 * GCC would fetch all floats of a step before it multiplies, more than the 32 registers of NEON hold beside the sums of a tile,
 * and so keep some sums in memory.
 */
function schedulingOptions() {
  return target.arch === 'arm64' && !target.isClang ? ['-fno-schedule-insns'] : [];
}

async function compile(source, object, flags) {
  await call([...OPTIONS, ...flags, '-c', source, '-o', object]);
  return object;
}

function call(args) {
  return promisify(execFile)(compiler, args, { cwd: sources });
}

/** Of whatever the result depends on: the sources, the compiler, the platform, this file. */
function sourceHash() {
  const files = readdirSync(sources, { recursive: true })
    .filter((file) => /\.[ch]$/.test(file))
    .sort();
  const hash = createHash('sha256').update(readFileSync(fileURLToPath(import.meta.url)));
  hash.update(version).update(target.name);
  for (const file of files) hash.update(file).update(readFileSync(join(sources, file)));
  return hash.digest('hex');
}

/** Ends without an addon; says so once, not at every set-up. */
function skip(reason) {
  rmSync(addon, { force: true });
  if (existsSync(skipped) && readFileSync(skipped, 'utf8') === reason) process.exit(0);
  mkdirSync(folder, { recursive: true });
  writeFileSync(skipped, reason);
  console.log(`Native kernels were not built: ${reason}. WebAssembly computes instead.`);
  process.exit(0);
}
