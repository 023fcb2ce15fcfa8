// Compiles packages/kernels/assembly to WebAssembly: with and without relaxed arithmetic, and for vectors of
// eight. Does nothing when the sources are those of the last time.
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

const home = join(dirname(fileURLToPath(import.meta.url)), '..', 'packages', 'kernels');
const sources = join(home, 'assembly');
const target = join(home, 'dist', 'simd');
const stamp = join(target, 'kernels.sha256');
const compiler = join(home, 'node_modules', 'assemblyscript');
const relaxed = ['--enable', 'relaxed-simd'];
const builds = { strict: [], relaxed, wide: [...relaxed, '--use', 'WIDE=1'] };

// initialMemory and maximumMemory are pages: 65,536 are the 4 GB that 32-bit addresses reach; the program
// decides how much it takes. Below memoryBase is for jobs and whatever constants the compiler lays out;
// see src/simd/memory.ts.
const OPTIONS =
  '-O3 --noAssert --runtime stub --enable simd --enable threads --importMemory --sharedMemory --initialMemory 1 --maximumMemory 65536 --memoryBase 8192'.split(
    ' ',
  );

const wanted = sourceHash();
if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) process.exit(0);
mkdirSync(target, { recursive: true });
await Promise.all(Object.entries(builds).map(([name, flags]) => compile(name, flags)));
writeFileSync(join(target, 'assemblyscript.notice.txt'), licenceOf(compiler)); // of its library
writeFileSync(stamp, wanted);

async function compile(name, flags) {
  const finished = join(target, `${name}.wasm`);
  const unfinished = join(target, `${name}.${process.pid}.wasm`);
  const asc = join(compiler, 'bin', 'asc.js');
  const args = [asc, join(sources, 'index.ts'), '--outFile', unfinished, ...OPTIONS, ...flags];
  try {
    await promisify(execFile)(process.execPath, args, { cwd: home });
    renameSync(unfinished, finished);
  } catch (error) {
    rmSync(unfinished, { force: true });
    process.stderr.write(`${error.stdout ?? ''}${error.stderr ?? ''}`);
    console.error(`packages/kernels/assembly must compile (${name}); the lines above say why not.`);
    process.exit(1);
  }
}

/** Of whatever the result depends on: the sources, the compiler, this file. */
function sourceHash() {
  const files = readdirSync(sources, { recursive: true })
    .filter((file) => file.endsWith('.ts'))
    .sort();
  const hash = createHash('sha256').update(readFileSync(fileURLToPath(import.meta.url)));
  hash.update(readFileSync(join(compiler, 'package.json')));
  for (const file of files) hash.update(file).update(readFileSync(join(sources, file)));
  return hash.digest('hex');
}
