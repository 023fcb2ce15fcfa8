/**
 * Whether the native kernels can be trusted on this machine: the outcome of their self-test, which runs in a process of
 * its own and once for each build, processor and version of Node; the outcome is kept beside the addon.
 */
import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readFile, rename, writeFile } from 'node:fs/promises';
import { cpus } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { askedNative, nativeFile } from './native.js';

/** The compiled self-test, relative to `src` and to `dist` alike. */
const SELF_TEST = fileURLToPath(new URL('../../dist/simd/self-test.js', import.meta.url));
/** Milliseconds that it may take; a second is usual. */
const PATIENCE = 60_000;
/** The compiled writers of its jobs: with others of them, it has to be tested again. */
const WRITERS = ['matrix-product', 'recurrent/forward', 'recurrent/backward', 'recurrent/layout'];

const outcomes = new Map<string, Promise<string | undefined>>();

/**
 * Why the native kernels cannot be used here; undefined where they can.
 *
 * @throws ConfigError when ANODEC_NATIVE has a value that it cannot have
 */
export async function nativeProblem(file = nativeFile()): Promise<string | undefined> {
  if (askedNative() === false) return 'ANODEC_NATIVE is 0';
  if (file === undefined) return 'not built, for lack of a C compiler at set-up';
  const key = await keyOf(file);
  const known = outcomes.get(key) ?? examine(file, key);
  outcomes.set(key, known);
  return known;
}

/** Of whatever the outcome depends on. */
async function keyOf(file: string): Promise<string> {
  const machine = [cpus()[0]?.model, process.version, process.arch, askedNative()];
  const hash = createHash('sha256').update(await readFile(file));
  for (const name of WRITERS) hash.update(await readFile(join(dirname(SELF_TEST), `${name}.js`)));
  return hash.update(JSON.stringify(machine)).digest('hex').slice(0, 16);
}

async function examine(file: string, key: string): Promise<string | undefined> {
  const kept = join(dirname(file), `self-test-${key}.json`);
  try {
    const { problem } = JSON.parse(await readFile(kept, 'utf8')) as { problem?: string };
    return problem;
  } catch {
    // not yet tested here
  }
  const problem = await runSelfTest(file);
  try {
    const unfinished = `${kept}.${process.pid}`;
    await writeFile(unfinished, JSON.stringify({ problem }));
    await rename(unfinished, kept);
  } catch {
    // a folder that cannot be written: the next process tests again
  }
  return problem;
}

function runSelfTest(file: string): Promise<string | undefined> {
  return new Promise((resolve) => {
    const options = { timeout: PATIENCE, killSignal: 'SIGKILL' as const };
    execFile(process.execPath, [SELF_TEST, file], options, (error, stdout, stderr) => {
      if (error?.killed) resolve(`no end of their self-test after ${PATIENCE / 1000} s`);
      else if (error?.signal) resolve(`crashed in their self-test (${error.signal})`);
      else if (error) resolve(`failed in their self-test: ${errorLine(stderr)}`);
      else resolve(wrongResults(stdout));
    });
  });
}

function wrongResults(stdout: string): string | undefined {
  const { wrong } = JSON.parse(stdout) as { wrong: string[] };
  return wrong.length === 0 ? undefined : `wrong results in their self-test: ${wrong.join(', ')}`;
}

/** The line of an uncaught error that says what it was. */
function errorLine(stderr: string): string {
  return stderr.split('\n').find((line) => /^\w*Error: /.test(line)) ?? 'no reason given';
}
