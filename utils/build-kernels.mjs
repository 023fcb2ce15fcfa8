// Compiles packages/kernels/assembly to WebAssembly, with and without relaxed arithmetic and for vectors of
// eight, packages/classic/assembly, and packages/classifiers/assembly, which is small enough to stand in a source file.
// Does nothing when the sources are those of the last time.
import { execFile } from 'node:child_process';
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
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { licenceOf } from './bundled-licences.mjs';

const packages = join(dirname(fileURLToPath(import.meta.url)), '..', 'packages');
const compiler = join(packages, 'kernels', 'node_modules', 'assemblyscript');
const relaxed = ['--enable', 'relaxed-simd'];
/** To add a module: one line here; its builds by name, with the options of each. */
const modules = [
  {
    home: join(packages, 'kernels'),
    folder: 'dist/simd',
    builds: { strict: [], relaxed, wide: [...relaxed, '--use', 'WIDE=1'] },
  },
  {
    home: join(packages, 'classic'),
    folder: 'dist',
    builds: { nearest: [], 'nearest-relaxed': relaxed },
  },
];

// initialMemory and maximumMemory are pages: 65,536 are the 4 GB that 32-bit addresses reach; the program
// decides how much it takes. Below memoryBase is for jobs and whatever constants the compiler lays out;
// see src/simd/memory.ts.
const OPTIONS =
  '-O3 --noAssert --runtime stub --enable simd --enable threads --importMemory --sharedMemory --initialMemory 1 --maximumMemory 65536 --memoryBase 8192'.split(
    ' ',
  );

/** The module that a package carries in a source file, so that it reads no files: no threads, a memory of its own. */
const EMBEDDED = {
  home: join(packages, 'classifiers'),
  file: 'src/network/compiled-products.ts',
  options: '-O3 --noAssert --runtime stub --enable simd --importMemory --memoryBase 64'.split(' '),
};

await Promise.all([...modules.map(build), embed(EMBEDDED)]);

async function build({ home, folder, builds }) {
  const target = join(home, folder);
  const stamp = join(target, 'kernels.sha256');
  const wanted = sourceHash(join(home, 'assembly'));
  const isBuilt = existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted;
  if (isBuilt && Object.keys(builds).every((name) => existsSync(join(target, `${name}.wasm`))))
    return;
  mkdirSync(target, { recursive: true });
  const made = Object.entries(builds).map(([name, flags]) => compile(home, target, name, flags));
  await Promise.all(made);
  writeFileSync(join(target, 'assemblyscript.notice.txt'), licenceOf(compiler)); // of its library
  writeFileSync(stamp, wanted);
}

/** Writes a module as a source file, with the hash of what it was compiled from. */
async function embed({ home, file, options }) {
  const target = join(home, file);
  const wanted = sourceHash(join(home, 'assembly'), []);
  if (existsSync(target) && readFileSync(target, 'utf8').includes(wanted)) return;
  const unfinished = join(home, `${process.pid}.wasm`);
  await callCompiler(home, unfinished, options, 'embedded');
  const lines = readFileSync(unfinished)
    .toString('base64')
    .match(/.{1,96}/g);
  rmSync(unfinished);
  const text = `/** The compiled code of \`assembly/\`, written by \`utils/build-kernels.mjs\`; not to be changed by hand. */

/** Hash of what it was compiled from. */
export const SOURCE_HASH = '${wanted}';

/** WebAssembly in base 64. */
export const CODE =
${lines.map((line) => `  '${line}'`).join(' +\n')};
`;
  writeFileSync(`${target}.${process.pid}`, text);
  renameSync(`${target}.${process.pid}`, target);
}

async function compile(home, target, name, flags) {
  const finished = join(target, `${name}.wasm`);
  const unfinished = join(target, `${name}.${process.pid}.wasm`);
  await callCompiler(home, unfinished, [...OPTIONS, ...flags], name);
  renameSync(unfinished, finished);
}

async function callCompiler(home, unfinished, options, name) {
  const asc = join(compiler, 'bin', 'asc.js');
  const source = join(home, 'assembly', 'index.ts');
  const args = [asc, source, '--outFile', unfinished, ...options];
  try {
    await promisify(execFile)(process.execPath, args, { cwd: home });
  } catch (error) {
    rmSync(unfinished, { force: true });
    process.stderr.write(`${error.stdout ?? ''}${error.stderr ?? ''}`);
    console.error(`${source} must compile (${name}); the lines above say why not.`);
    process.exit(1);
  }
}

/** Of whatever the result depends on: the sources, the compiler, further files, by default this one. */
function sourceHash(sources, others = [fileURLToPath(import.meta.url)]) {
  const files = readdirSync(sources, { recursive: true })
    .filter((file) => file.endsWith('.ts'))
    .sort();
  const hash = createHash('sha256');
  for (const file of [...others, join(compiler, 'package.json')]) hash.update(readFileSync(file));
  for (const file of files) hash.update(file).update(readFileSync(join(sources, file)));
  return hash.digest('hex');
}
