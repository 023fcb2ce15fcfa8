/**
 * Threads for compiled code of another package: they start with its first job and end when there was none for a while,
 * so that nobody has to end them.
 */
import { ThreadPool } from './pool.js';
import type { WasmMemory, WasmModule } from './webassembly.js';

/** Milliseconds without a job after which the threads end; starting them anew takes some 30. */
const IDLE = 2000;

/** Compiled code and its memory. */
export interface SharedCode {
  readonly module: WasmModule;
  readonly memory: WasmMemory;
  /** Including the calling one. */
  readonly threads: number;
  /** For tests: milliseconds without a job after which the threads end. */
  readonly idle?: number;
}

/**
 * Lets threads share the jobs of compiled code.
 *
 * @returns calls `name(1024, chunk, thread)` of the code for every chunk from 0 on; it is back when all are done, and
 *   throws ResourceError when a thread fails
 */
export function shareJobs({
  module,
  memory,
  threads,
  idle = IDLE,
}: SharedCode): (name: string, chunks: number) => void {
  let pool: ThreadPool | undefined;
  let timer: NodeJS.Timeout | undefined;
  const end = () => {
    pool?.end();
    pool = undefined;
    timer = undefined;
  };
  return (name, chunks) => {
    pool ??= new ThreadPool({ module, memory, threads });
    timer = timer?.refresh() ?? setTimeout(end, idle).unref();
    const kernel = pool.kernels.get(name);
    if (kernel === undefined) throw new Error(`The code must have a function ${name}, got none.`);
    pool.run(kernel, chunks);
  };
}
