// Compiles packages/kernels/assembly to WebAssembly, with and without relaxed arithmetic and for vectors of
// eight, and packages/classic/assembly. Does nothing when the sources are those of the last time.
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

await Promise.all(modules.map(build));

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

async function compile(home, target, name, flags) {
  const finished = join(target, `${name}.wasm`);
  const unfinished = join(target, `${name}.${process.pid}.wasm`);
  const asc = join(compiler, 'bin', 'asc.js');
  const source = join(home, 'assembly', 'index.ts');
  const args = [asc, source, '--outFile', unfinished, ...OPTIONS, ...flags];
  try {
    await promisify(execFile)(process.execPath, args, { cwd: home });
    renameSync(unfinished, finished);
  } catch (error) {
    rmSync(unfinished, { force: true });
    process.stderr.write(`${error.stdout ?? ''}${error.stderr ?? ''}`);
    console.error(`${source} must compile (${name}); the lines above say why not.`);
    process.exit(1);
  }
}

/** Of whatever the result depends on: the sources, the compiler, this file. */
function sourceHash(sources) {
  const files = readdirSync(sources, { recursive: true })
    .filter((file) => file.endsWith('.ts'))
    .sort();
  const hash = createHash('sha256').update(readFileSync(fileURLToPath(import.meta.url)));
  hash.update(readFileSync(join(compiler, 'package.json')));
  for (const file of files) hash.update(file).update(readFileSync(join(sources, file)));
  return hash.digest('hex');
}
