/**
 * The shared variables by which the threads coordinate a job, and the loop in which each takes chunks.
 *
 * A worker first registers (JOINED), then takes chunks from NEXT until there are none. The calling
 * thread works like any other and afterwards waits only for those that have joined: a worker that the
 * system does not schedule, or that is dead, has not joined and delays nothing. NEXT is closed before
 * the next job is written, so that a worker that wakes late finds no chunk.
 */

/** 32-bit words of a cache line; each variable has its own. */
const LINE = 16;
/** Index of the next chunk to take. */
export const NEXT = 0;
/** Number of chunks. */
export const COUNT = LINE;
/** Index of the kernel. */
export const KERNEL = 2 * LINE;
/** Number of workers at the job. */
export const JOINED = 3 * LINE;
/** Number of jobs so far; idle workers wait for it to change. */
export const GENERATION = 4 * LINE;
/** Index of the thread whose chunk threw, plus one. */
export const FAILED = 5 * LINE;
/** 1 when the workers shall end. */
export const ENDED = 6 * LINE;
/** Length and then the bytes of the error message of a failed thread. */
export const MESSAGE = 7 * LINE;
const MESSAGE_WORDS = 128;
/** Size of the whole array. */
export const CONTROL_WORDS = MESSAGE + 1 + MESSAGE_WORDS;

/** A value of NEXT above any number of chunks. */
export const CLOSED = 1 << 30;

/** Address of a job in the shared memory: 64 integers, then 64 floats. */
export const JOB = 1024;
/** Number of integers of a job, and of its floats. */
export const JOB_INTEGERS = 64;

/** A function of the compiled kernels. */
export type Kernel = (job: number, chunk: number, thread: number) => void;

/** Takes chunks until there are none. @throws the error of the kernel, after closing the job */
export function takeChunks(control: Int32Array, kernels: readonly Kernel[], thread: number): void {
  try {
    for (;;) {
      const chunk = Atomics.add(control, NEXT, 1);
      if (chunk >= Atomics.load(control, COUNT)) return;
      kernels[Atomics.load(control, KERNEL)](JOB, chunk, thread);
    }
  } catch (error) {
    Atomics.store(control, NEXT, CLOSED);
    throw error;
  }
}

/** Records the failure; the first one wins. */
export function reportFailure(control: Int32Array, thread: number, error: unknown): void {
  if (Atomics.compareExchange(control, FAILED, 0, thread + 1) !== 0) return;
  const text = Buffer.from(String(error)).subarray(0, MESSAGE_WORDS * 4);
  const words = control.subarray(MESSAGE + 1);
  new Uint8Array(words.buffer, words.byteOffset, text.length).set(text);
  Atomics.store(control, MESSAGE, text.length);
}

/** The message that `reportFailure` recorded. */
export function readFailure(control: Int32Array): string {
  const from = control.byteOffset + (MESSAGE + 1) * 4;
  return Buffer.from(
    new Uint8Array(control.buffer, from, Atomics.load(control, MESSAGE)).slice(),
  ).toString();
}

/**
 * The functions of an instance, in the same order on every thread.
 *
 * @param native further ones, which take the place of those of the same name
 */
export function kernelsOf(
  exports: Readonly<Record<string, unknown>>,
  native: Readonly<Record<string, Kernel>> = {},
): {
  names: readonly string[];
  functions: readonly Kernel[];
} {
  const exported = Object.keys(exports).filter((name) => typeof exports[name] === 'function');
  const names = [...new Set([...exported, ...Object.keys(native)])].sort();
  return { names, functions: names.map((name) => native[name] ?? (exports[name] as Kernel)) };
}
