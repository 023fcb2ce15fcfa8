/**
 * Memory, threads and kernels of the backend.
 *
 * An operation writes its job and cuts it into chunks by its sizes alone, never by the number of threads,
 * and so gives the same bits on any number of them.
 */
import { availableParallelism } from 'node:os';
import { ConfigError } from '@anodec/core';
import type { Arena } from './arena.js';
import { JOB, JOB_INTEGERS } from './control.js';
import { type KernelLayout, webAssemblyLayout } from './layout.js';
import { SharedMemory } from './memory.js';
import { type KernelModule, loadKernelModule, type SimdArithmetic } from './module.js';
import { type InstructionSet, nativeFile, openBest, type OpenedNative } from './native.js';
import { ThreadPool } from './pool.js';
import { type RecordedJob, Recording } from './recording.js';

/** Settings of the backend. */
export interface SimdOptions {
  /** Including the calling one; default: ANODEC_THREADS, else the number of cores, at most 8. */
  readonly threads?: number;
  /** Bit-identical results on every machine instead of the fastest arithmetic. */
  readonly strict?: boolean;
  /** Vectors of eight or of four in WebAssembly, see `wide.ts`; default: what ANODEC_WIDE says, else what is proven here. */
  readonly wide?: boolean;
  /** The native build instead of WebAssembly, of the best instruction set or of one. */
  readonly native?: boolean | InstructionSet;
  /** For tests: another addon than the one of the set-up. */
  readonly nativeFile?: string;
}

/** A call of a threaded kernel. */
export interface Job {
  /** Addresses and integers, at most 64, in the order in which the kernel reads them. */
  readonly integers: readonly number[];
  /** At most 64; a function where they depend on what `host` has read. */
  readonly floats?: readonly number[] | (() => readonly number[]);
  /** Number of independent pieces of the job; must not depend on the number of threads. */
  readonly chunks: number;
  /** Approximate number of simple operations on four values; small jobs run on one thread. */
  readonly work: number;
}

/** Default limit: a batch has no more chunks than this, so further threads would only wait. */
const MOST_THREADS = 8;
/** About 10 µs of work, the cost of waking another thread. */
const SMALL_WORK = 30_000;

/** The running backend; operations call `run`. */
export class SimdRuntime {
  readonly memory: SharedMemory;
  readonly arithmetic: SimdArithmetic;
  readonly reason: string;
  /** How the kernels lay out what they pack. */
  readonly layout: KernelLayout;
  /** The instruction set of the native kernels; undefined where WebAssembly computes alone. */
  readonly native: InstructionSet | undefined;
  readonly pool: ThreadPool;
  /** By the index of a kernel. */
  readonly #isNative: readonly boolean[];
  #inWebAssembly = 0;
  #recording: Recording | undefined;
  readonly #integers: Int32Array;
  readonly #floats: Float32Array;

  private constructor(
    memory: SharedMemory,
    pool: ThreadPool,
    { arithmetic, reason, wide }: KernelModule,
    native: OpenedNative | undefined,
  ) {
    this.memory = memory;
    this.pool = pool;
    this.arithmetic = arithmetic;
    this.reason = reason;
    this.layout = native?.layout ?? webAssemblyLayout(wide);
    this.native = native?.build.instructionSet;
    this.#isNative = [...pool.kernels.keys()].map((name) => name in (native?.kernels ?? {}));
    this.#integers = memory.integers(JOB, JOB_INTEGERS);
    this.#floats = memory.floats(JOB + JOB_INTEGERS * 4, JOB_INTEGERS);
  }

  /**
   * Loads the kernels and starts the threads.
   *
   * @throws ConfigError when the number of threads is invalid, or the kernels are not built or cannot run here
   */
  static async start({
    threads,
    native,
    nativeFile: file = nativeFile(),
    ...build
  }: SimdOptions = {}): Promise<SimdRuntime> {
    const count = threadCount(threads);
    if (native && build.strict)
      throw new ConfigError(
        'Native kernels round a product and a sum once, got `strict`. Omit it, or set `backend` to simd.',
      );
    // beside native kernels WebAssembly has too little to do for an experiment of V8
    const wide = build.wide ?? (native ? false : undefined);
    const kernels = await loadKernelModule({ ...build, wide });
    const memory = new SharedMemory();
    const opened = native ? openNativeKernels(native, file, memory) : undefined;
    const { module } = kernels;
    const pool = new ThreadPool({ module, memory: memory.memory, threads: count, native: opened });
    return new SimdRuntime(memory, pool, kernels, opened);
  }

  /** Number of jobs that WebAssembly has computed because the native build has no such kernel. */
  get jobsInWebAssembly(): number {
    return this.#inWebAssembly;
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
    if (index === undefined)
      throw new Error(
        `The kernel ${kernel} must be exported by assembly/index.ts, got no such function.`,
      );
    if (integers.length > JOB_INTEGERS)
      throw new Error(`${kernel} must take at most 64 integers, got ${integers.length}.`);
    const isShared = chunks > 1 && this.threads > 1 && work > SMALL_WORK;
    const job = { kernel: index, integers, floats, chunks, isShared };
    this.#recording?.addJob(job);
    this.#execute(job);
  }

  /**
   * Does what JavaScript has to do between two jobs, such as adding up partial sums. Only here may it read or write the
   * memory if the computation is to be recorded.
   */
  host(action: () => void): void {
    if (this.#recording) this.#recording.addHost(action);
    else action();
  }

  /** The recording in progress. */
  get recording(): Recording | undefined {
    return this.#recording;
  }

  /** Runs a computation, notes its jobs, and lets it have the blocks of an arena. */
  record<T>(arena: Arena, compute: () => T): { readonly recording: Recording; readonly result: T } {
    const recording = new Recording();
    this.#recording = recording;
    this.memory.onView = () => recording.views();
    try {
      return { recording, result: this.memory.within(arena, compute) };
    } finally {
      this.#recording = undefined;
      this.memory.onView = undefined;
    }
  }

  /** Runs the jobs of a recording once more. */
  repeat({ steps }: Recording): void {
    for (const step of steps) {
      if (typeof step === 'function') step();
      else this.#execute(step);
    }
  }

  #execute({ kernel, integers, floats, chunks, isShared }: RecordedJob): void {
    if (this.native && !this.#isNative[kernel]) this.#inWebAssembly++;
    this.#integers.set(integers);
    if (floats) this.#floats.set(typeof floats === 'function' ? floats() : floats);
    if (isShared) this.pool.run(kernel, chunks);
    else this.pool.runAlone(kernel, chunks);
  }

  /** Computes with a block of memory that is freed afterwards, also when `compute` throws. */
  withScratch<T>(bytes: number, compute: (address: number) => T): T {
    const address = this.memory.allocate(bytes);
    try {
      return compute(address);
    } finally {
      this.memory.free(address);
    }
  }

  /** Ends the threads. */
  end(): void {
    this.pool.end();
  }
}

/** @throws ConfigError where there are none, or none for this processor */
function openNativeKernels(
  wanted: true | InstructionSet,
  file: string | undefined,
  { memory }: SharedMemory,
): OpenedNative {
  if (file === undefined)
    throw new ConfigError(
      'Native kernels must be in dist/native of @anodec/kernels, got none. ' +
        'Run npm run setup where there is a C compiler, or set `backend` to simd.',
    );
  const opened = openBest(file, wanted, memory);
  if (opened) return opened;
  throw new ConfigError(
    `Native kernels for ${String(wanted)} must have a processor with it, got one without. Omit the instruction set.`,
  );
}

/**
 * The number of threads to start: what is asked for, or what the variable `ANODEC_THREADS` says, or all cores.
 *
 * @throws ConfigError when it is invalid
 */
export function threadCount(asked?: number): number {
  const variable = process.env['ANODEC_THREADS'];
  if (asked === undefined && !variable) return Math.min(availableParallelism(), MOST_THREADS);
  const [name, value] =
    asked === undefined ? ['ANODEC_THREADS', Number(variable)] : ['`threads`', asked];
  if (Number.isInteger(value) && value >= 1 && value <= 256) return value;
  throw new ConfigError(
    `${name} must be a whole number from 1 to 256, got ${asked ?? variable}. ` +
      'Omit it to use all cores.',
  );
}
