/**
 * Threads for compiled code of another package: they start with its first large job and end when there was none for a
 * while, so that nobody has to end them. Native kernels take the place of functions of the same name.
 */
import { JOB, kernelsOf } from './control.js';
import { askedNative, nativeFile, openBest, type OpenedNative } from './native.js';
import { ThreadPool } from './pool.js';
import { type WasmMemory, type WasmModule, WebAssembly } from './webassembly.js';

/** Milliseconds without a job after which the threads end; starting them anew takes some 30. */
const IDLE = 2000;

/** Compiled code and its memory. */
export interface SharedCode {
  readonly module: WasmModule;
  readonly memory: WasmMemory;
  /** Including the calling one. */
  readonly threads: number;
  /** Whether native kernels may be used: where `nativeProblem` has found none wrong with them. */
  readonly native?: boolean;
  /** For tests: milliseconds without a job after which the threads end. */
  readonly idle?: number;
}

/**
 * Does the jobs of compiled code.
 *
 * @param name of a function of the code
 * @param chunks the function is called with (1024, chunk, thread) for every chunk from 0 on; all are done on return
 * @param isSmall whether other threads are to be left alone with it
 * @throws ResourceError when a thread fails
 */
export type RunJob = (name: string, chunks: number, isSmall?: boolean) => void;

/**
 * Lets threads share the jobs of compiled code.
 *
 * @throws ConfigError when ANODEC_NATIVE has a value that it cannot have
 */
export function shareJobs({
  module,
  memory,
  threads,
  native: mayBeNative = false,
  idle = IDLE,
}: SharedCode): RunJob {
  const native = mayBeNative ? openAsked(memory) : undefined;
  const { exports } = new WebAssembly.Instance(module, { env: { memory, abort } });
  const { names, functions } = kernelsOf(exports, native?.kernels);
  let pool: ThreadPool | undefined;
  let timer: NodeJS.Timeout | undefined;
  const end = () => {
    pool?.end();
    pool = undefined;
    timer = undefined;
  };
  return (name, chunks, isSmall = false) => {
    const kernel = names.indexOf(name);
    if (kernel < 0) throw new Error(`The code must have a function ${name}, got none.`);
    if (isSmall || threads === 1 || chunks === 1) {
      for (let chunk = 0; chunk < chunks; chunk++) functions[kernel](JOB, chunk, 0);
      return;
    }
    pool ??= new ThreadPool({ module, memory, threads, native });
    timer = timer?.refresh() ?? setTimeout(end, idle).unref();
    pool.run(kernel, chunks);
  };
}

function openAsked(memory: WasmMemory): OpenedNative | undefined {
  const [asked, file] = [askedNative(), nativeFile()];
  return asked === false || file === undefined ? undefined : openBest(file, asked, memory);
}

function abort(): never {
  throw new Error('a kernel aborted');
}
