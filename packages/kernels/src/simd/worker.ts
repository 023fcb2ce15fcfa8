/**
 * A thread of the pool: waits for a job, takes chunks of it, and waits again until the pool ends.
 *
 * Always started from its compiled file: Node runs no TypeScript in a worker.
 */
import { workerData } from 'node:worker_threads';
import { ENDED, GENERATION, JOINED, kernelsOf, reportFailure, takeChunks } from './control.js';
import { type NativeBuild, openNative } from './native.js';
import { type WasmMemory, type WasmModule, WebAssembly } from './webassembly.js';

/** Start arguments of a worker. */
export interface WorkerStart {
  readonly module: WasmModule;
  readonly memory: WasmMemory;
  readonly control: Int32Array;
  /** Index of the thread; the calling one is 0. */
  readonly thread: number;
  /** Native kernels, which take the place of those of the module. */
  readonly native?: NativeBuild;
}

/** Polls before sleeping: waking up takes 13 to 21 µs, a poll 0.4. */
const SPINS = 1000;

const { module, memory, control, thread, native } = workerData as WorkerStart;
const instance = new WebAssembly.Instance(module, { env: { memory, abort } });
const { functions } = kernelsOf(instance.exports, native && openNative(native, memory)?.kernels);

let generation = 0;
for (;;) {
  generation = nextGeneration(generation);
  if (Atomics.load(control, ENDED) === 1) break;
  Atomics.add(control, JOINED, 1);
  try {
    takeChunks(control, functions, thread);
  } catch (error) {
    reportFailure(control, thread, error);
  }
  if (Atomics.sub(control, JOINED, 1) === 1) Atomics.notify(control, JOINED);
}

function nextGeneration(last: number): number {
  for (let spin = 0; spin < SPINS; spin++) {
    const now = Atomics.load(control, GENERATION);
    if (now !== last) return now;
  }
  while (Atomics.load(control, GENERATION) === last) Atomics.wait(control, GENERATION, last);
  return Atomics.load(control, GENERATION);
}

function abort(): never {
  throw new Error('a kernel aborted');
}
