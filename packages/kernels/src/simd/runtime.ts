/**
 * Memory, threads and kernels together: what an operation of the backend computes with.
 *
 * An operation writes its job, cuts it into chunks by its sizes alone, never by the number of threads,
 * and so gives the same bits on any number of them.
 */
import { availableParallelism } from 'node:os';
import { ConfigError } from '@anodec/core';
import { JOB, JOB_INTEGERS } from './control.js';
import { SharedMemory } from './memory.js';
import { type Arithmetic, type KernelModule, loadKernelModule } from './module.js';
import { ThreadPool } from './pool.js';

export interface SimdOptions {
  /** With the calling one; default ANODEC_THREADS, or the machine's cores up to 8. */
  readonly threads?: number;
  /** Portable bits instead of the fastest arithmetic. */
  readonly strict?: boolean;
  /** Vectors of eight instead of four, where V8 has them: see `wide.ts`. Default: ANODEC_WIDE=1. */
  readonly wide?: boolean;
}

/** A call of a threaded kernel. */
export interface Job {
  /** Addresses and whole numbers, 64 at most, in the order in which the kernel reads them. */
  readonly integers: readonly number[];
  /** 64 at most. */
  readonly floats?: readonly number[];
  /** Into how many independent pieces the kernel cuts this job; must not depend on the threads. */
  readonly chunks: number;
  /** Roughly how many simple operations on four values it takes; small jobs wake nobody up. */
  readonly work: number;
}

/** More threads than a batch has chunks only wait. */
const MOST_THREADS = 8;
/** Some 10 µs of work, which is what waking another thread costs. */
const SMALL_WORK = 30_000;

export class SimdRuntime {
  readonly memory: SharedMemory;
  readonly arithmetic: Arithmetic;
  readonly reason: string;
  /** Whether the kernels are the build for vectors of eight. */
  readonly wide: boolean;
  readonly pool: ThreadPool;
  readonly #integers: Int32Array;
  readonly #floats: Float32Array;

  private constructor(
    memory: SharedMemory,
    pool: ThreadPool,
    { arithmetic, reason, wide }: KernelModule,
  ) {
    this.memory = memory;
    this.pool = pool;
    this.arithmetic = arithmetic;
    this.reason = reason;
    this.wide = wide;
    this.#integers = memory.integers(JOB, JOB_INTEGERS);
    this.#floats = memory.floats(JOB + JOB_INTEGERS * 4, JOB_INTEGERS);
  }

  /** @throws ConfigError when the number of threads is none, or the kernels are not built or not for here */
  static async start({ threads, ...build }: SimdOptions = {}): Promise<SimdRuntime> {
    const count = threadCount(threads);
    const kernels = await loadKernelModule(build);
    const memory = new SharedMemory();
    const { module } = kernels;
    const pool = new ThreadPool({ module, memory: memory.memory, threads: count });
    return new SimdRuntime(memory, pool, kernels);
  }

  get threads(): number {
    return this.pool.threads;
  }

  /**
   * Runs a threaded kernel over all chunks; returns when the last one is done.
   *
   * @param kernel name of a function that `assembly/index.ts` exports
   * @throws ResourceError when a thread fails
   */
  run(kernel: string, { integers, floats, chunks, work }: Job): void {
    const index = this.pool.kernels.get(kernel);
    if (index === undefined) throw new Error(`There must be a kernel ${kernel}, got none.`);
    if (integers.length > JOB_INTEGERS) throw new Error(`${kernel} must take ≤ 64 integers.`);
    for (let i = 0; i < integers.length; i++) this.#integers[i] = integers[i];
    if (floats) for (let i = 0; i < floats.length; i++) this.#floats[i] = floats[i];
    if (chunks > 1 && this.threads > 1 && work > SMALL_WORK) this.pool.run(index, chunks);
    else this.pool.runAlone(index, chunks);
  }

  /** Computes with a block of memory that is given back afterwards, also when `compute` throws. */
  withScratch<T>(bytes: number, compute: (address: number) => T): T {
    const address = this.memory.allocate(bytes);
    try {
      return compute(address);
    } finally {
      this.memory.free(address);
    }
  }

  /** Lets the threads go. */
  end(): void {
    this.pool.end();
  }
}

/** @throws ConfigError */
function threadCount(asked: number | undefined): number {
  const variable = process.env['ANODEC_THREADS'];
  if (asked === undefined && !variable) return Math.min(availableParallelism(), MOST_THREADS);
  const [name, value] =
    asked === undefined ? ['ANODEC_THREADS', Number(variable)] : ['threads', asked];
  if (Number.isInteger(value) && value >= 1 && value <= 256) return value;
  throw new ConfigError(
    `${name} must be a whole number from 1 to 256, got ${asked ?? variable}. ` +
      'Leave it out to use all cores.',
  );
}
