/** The threads that share the memory, and the distribution of jobs to them. */
import { Worker } from 'node:worker_threads';
import {
  CLOSED,
  CONTROL_WORDS,
  COUNT,
  ENDED,
  FAILED,
  GENERATION,
  JOINED,
  KERNEL,
  kernelsOf,
  type Kernel,
  JOB,
  NEXT,
  readFailure,
  reportFailure,
  takeChunks,
} from './control.js';
import type { OpenedNative } from './native.js';
import { ResourceError } from './resource-error.js';
import { type WasmMemory, type WasmModule, WebAssembly } from './webassembly.js';
import type { WorkerStart } from './worker.js';

/** The compiled worker, relative to `src` and to `dist` alike. */
const WORKER = new URL('../../dist/simd/worker.js', import.meta.url);
/** Polls before sleeping; the other threads are at their last chunk by then. */
const SPINS = 2000;
/** Milliseconds without progress after which a thread counts as dead. */
const PATIENCE = 60_000;

/** Start arguments of a pool. */
export interface PoolOptions {
  readonly module: WasmModule;
  readonly memory: WasmMemory;
  /** Including the calling one. */
  readonly threads: number;
  /** Native kernels, opened for the calling thread, and how the others open them. */
  readonly native?: OpenedNative;
  /** For tests: milliseconds instead of a minute. */
  readonly patience?: number;
}

/** Worker threads with one job at a time. */
export class ThreadPool {
  readonly threads: number;
  /** Indices of the kernels by name, the same on every thread. */
  readonly kernels: ReadonlyMap<string, number>;
  /** The workers, for tests that wait for their end. */
  readonly workers: readonly Worker[];
  readonly #functions: readonly Kernel[];
  readonly #control = new Int32Array(new SharedArrayBuffer(CONTROL_WORDS * 4));
  readonly #patience: number;
  #broken: string | undefined;

  constructor({ module, memory, threads, native, patience = PATIENCE }: PoolOptions) {
    this.threads = threads;
    this.#patience = patience;
    const instance = new WebAssembly.Instance(module, { env: { memory, abort } });
    const { names, functions } = kernelsOf(instance.exports, native?.kernels);
    this.kernels = new Map(names.map((name, index) => [name, index]));
    this.#functions = functions;
    Atomics.store(this.#control, NEXT, CLOSED);
    this.workers = Array.from({ length: threads - 1 }, (_, index) =>
      this.#start({
        module,
        memory,
        control: this.#control,
        thread: index + 1,
        native: native?.build,
      }),
    );
  }

  /** Computes the chunks on the calling thread, one after the other. */
  runAlone(kernel: number, chunks: number): void {
    this.#check();
    const compute = this.#functions[kernel];
    for (let chunk = 0; chunk < chunks; chunk++) compute(JOB, chunk, 0);
  }

  /**
   * Computes the chunks on all threads; returns when the last one is done.
   *
   * @throws ResourceError when a thread has ended or throws; no thread is at the job any more
   */
  run(kernel: number, chunks: number): void {
    this.#check();
    const control = this.#control;
    Atomics.store(control, KERNEL, kernel);
    Atomics.store(control, COUNT, chunks);
    Atomics.store(control, NEXT, 0);
    Atomics.add(control, GENERATION, 1);
    Atomics.notify(control, GENERATION, Math.min(this.workers.length, chunks - 1));
    try {
      takeChunks(control, this.#functions, 0);
    } catch (error) {
      reportFailure(control, 0, error);
    }
    Atomics.store(control, NEXT, CLOSED);
    this.#drain();
    const failed = Atomics.exchange(control, FAILED, 0);
    if (failed === 0) return;
    throw new ResourceError(
      `Thread ${failed - 1} of ${this.threads} must finish its part of a kernel, got: ${readFailure(control)}.`,
    );
  }

  /** Ends the workers. The pool cannot be used afterwards. */
  end(): void {
    this.#broken ??= 'the pool has ended';
    Atomics.store(this.#control, ENDED, 1);
    Atomics.add(this.#control, GENERATION, 1);
    Atomics.notify(this.#control, GENERATION);
  }

  #check(): void {
    if (this.#broken === undefined) return;
    throw new ResourceError(
      `All ${this.threads} threads must be alive, got: ${this.#broken}. ` +
        'Load the backend again with loadSimdBackend.',
    );
  }

  /** Waits for the workers that have joined the job. */
  #drain(): void {
    const control = this.#control;
    for (let spin = 0; spin < SPINS; spin++) if (Atomics.load(control, JOINED) === 0) return;
    const start = performance.now();
    for (;;) {
      const joined = Atomics.load(control, JOINED);
      if (joined === 0) return;
      Atomics.wait(control, JOINED, joined, this.#patience);
      if (Atomics.load(control, JOINED) === joined && performance.now() - start > this.#patience) {
        this.#broken = `${joined} of them finished nothing for ${this.#patience / 1000} s`;
        this.#check();
      }
    }
  }

  #start(start: WorkerStart): Worker {
    // none of the flags that started this process: a loader of TypeScript would cost each worker 200 ms
    const worker = new Worker(WORKER, { workerData: start, execArgv: [] });
    worker.on('error', (error) => {
      this.#broken ??= `thread ${start.thread} ended with ${String(error)}`;
    });
    worker.on('exit', (code) => {
      this.#broken ??= `thread ${start.thread} ended with exit code ${code}`;
    });
    worker.unref();
    return worker;
  }
}

function abort(): never {
  throw new Error('a kernel aborted');
}
