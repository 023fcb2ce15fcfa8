/** What the watching thread of a worker is told, and the signal by which it ends a process that is too large. */

/** The signal that says "too much memory"; nothing else sends it. */
export const MEMORY_SIGNAL = 'SIGUSR2';

/** Start arguments of the watching thread. */
export interface WatchStart {
  /** Process that the worker belongs to. */
  readonly parent: number;
  /** In bytes, of the whole process. */
  readonly memoryLimit: number | undefined;
}
