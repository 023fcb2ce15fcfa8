/**
 * The outcome of a build's self-test: run in a process of its own, once for each build, processor and version of Node,
 * and kept in a file.
 */
import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readFile, rename, writeFile } from 'node:fs/promises';
import { cpus } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The compiled self-test, relative to `src` and to `dist` alike. */
const SELF_TEST = fileURLToPath(new URL('../../dist/simd/self-test.js', import.meta.url));
/** Milliseconds that it may take; a second is usual. */
const PATIENCE = 60_000;
const TOO_LONG = `no end of their self-test after ${PATIENCE / 1000} s`;
/** The compiled writers of its jobs: with others of them, it has to be tested again. */
const WRITERS = ['matrix-product', 'recurrent/forward', 'recurrent/backward', 'recurrent/layout'];

/** By build: its files are read once in a process, which keeps what it has loaded of them whatever becomes of the files. */
const outcomes = new Map<string, Promise<string | undefined>>();

/** A build to be tested. */
export interface TestedBuild {
  /** Arguments of `self-test.ts`. */
  readonly args: readonly string[];
  /** The compiled files whose bytes the outcome depends on; it is kept beside the first one. */
  readonly files: readonly string[];
  /** What else it depends on. */
  readonly settings?: unknown;
}

/** Why the build cannot be used here; undefined where it can. */
export async function selfTestProblem(build: TestedBuild): Promise<string | undefined> {
  const name = JSON.stringify(build);
  const known = outcomes.get(name) ?? keyOf(build).then((key) => examine(build, key));
  outcomes.set(name, known);
  try {
    return await known;
  } catch (error) {
    outcomes.delete(name); // a file that could not be read is tried again
    throw error;
  }
}

/** Of whatever the outcome depends on. */
async function keyOf({ args, files, settings }: TestedBuild): Promise<string> {
  const machine = [cpus()[0]?.model, process.version, process.arch, args[0], settings];
  const hash = createHash('sha256');
  for (const file of files) hash.update(await readFile(file));
  for (const name of WRITERS) hash.update(await readFile(join(dirname(SELF_TEST), `${name}.js`)));
  return hash.update(JSON.stringify(machine)).digest('hex').slice(0, 16);
}

async function examine(build: TestedBuild, key: string): Promise<string | undefined> {
  const kept = join(dirname(build.files[0]), `self-test-${key}.json`);
  try {
    const { problem } = JSON.parse(await readFile(kept, 'utf8')) as { problem?: string };
    return problem;
  } catch {
    // not yet tested here
  }
  const problem = await runSelfTest(build);
  if (problem === TOO_LONG) return problem; // on a busy machine: the next process tests again
  try {
    const unfinished = `${kept}.${process.pid}`;
    await writeFile(unfinished, JSON.stringify({ problem }));
    await rename(unfinished, kept);
  } catch {
    // a folder that cannot be written: the next process tests again
  }
  return problem;
}

function runSelfTest({ args }: TestedBuild): Promise<string | undefined> {
  return new Promise((resolve) => {
    const options = { timeout: PATIENCE, killSignal: 'SIGKILL' as const };
    execFile(process.execPath, [SELF_TEST, ...args], options, (error, stdout, stderr) => {
      if (error?.killed) resolve(TOO_LONG);
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
