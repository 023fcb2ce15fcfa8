/**
 * The words through which threads agree on the job at hand, and the loop in which each takes chunks.
 *
 * A worker first says that it takes part (JOINED), then takes chunks from NEXT until there are none.
 * The calling thread works like any other and afterwards waits only for those that have joined: a
 * worker that the system does not let run, or that is dead, never joined and holds nothing up. Before
 * the next job is written down NEXT is closed, so that a worker that wakes late finds no chunk.
 */

/** Where the words lie, each in a cache line of its own. */
const LINE = 16;
export const NEXT = 0;
export const COUNT = LINE;
export const KERNEL = 2 * LINE;
export const JOINED = 3 * LINE;
/** Counts the jobs; what workers sleep on. */
export const GENERATION = 4 * LINE;
/** Index of the thread whose chunk threw, plus one. */
export const FAILED = 5 * LINE;
export const ENDED = 6 * LINE;
/** Length and then the bytes of what a failed thread has to say. */
export const MESSAGE = 7 * LINE;
const MESSAGE_WORDS = 128;
export const CONTROL_WORDS = MESSAGE + 1 + MESSAGE_WORDS;

/** A value of NEXT that no count of chunks reaches. */
export const CLOSED = 1 << 30;

/** Where the words of a job lie in the shared memory: 64 whole numbers, then 64 floats. */
export const JOB = 1024;
export const JOB_INTEGERS = 64;

/** A function of the compiled kernels. */
export type Kernel = (job: number, chunk: number, thread: number) => void;

/** Takes chunks until there are none. @throws whatever the kernel throws, after closing the job */
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

/** Leaves word of what went wrong; the first to fail is heard. */
export function reportFailure(control: Int32Array, thread: number, error: unknown): void {
  if (Atomics.compareExchange(control, FAILED, 0, thread + 1) !== 0) return;
  const text = Buffer.from(String(error)).subarray(0, MESSAGE_WORDS * 4);
  const words = control.subarray(MESSAGE + 1);
  new Uint8Array(words.buffer, words.byteOffset, text.length).set(text);
  Atomics.store(control, MESSAGE, text.length);
}

/** What `reportFailure` left. */
export function readFailure(control: Int32Array): string {
  const from = control.byteOffset + (MESSAGE + 1) * 4;
  return Buffer.from(
    new Uint8Array(control.buffer, from, Atomics.load(control, MESSAGE)).slice(),
  ).toString();
}

/** The functions of an instance in an order that is the same on every thread. */
export function kernelsOf(exports: Readonly<Record<string, unknown>>): {
  names: readonly string[];
  functions: readonly Kernel[];
} {
  const names = Object.keys(exports).filter((name) => typeof exports[name] === 'function');
  names.sort();
  return { names, functions: names.map((name) => exports[name] as Kernel) };
}
