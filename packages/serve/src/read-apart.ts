/**
 * Reads a table once in a thread of its own before the service reads it. A few changed bytes make a Parquet or Arrow file claim
 * billions of values, which its reader then makes room for one by one: the service would answer nobody meanwhile, and
 * its memory would grow by gigabytes. A thread has limits of time and memory and can be ended.
 */
import { Worker } from 'node:worker_threads';
import { DataError, StoppedError } from '@anodec/core';

/** The thread, compiled; relative to `src` and to `dist` alike. */
const THREAD = new URL('../dist/read-apart-thread.js', import.meta.url);

/** Limits of a reading. */
export interface ReadingLimits {
  readonly seconds: number;
  readonly megabytes: number;
  readonly signal?: AbortSignal;
}

/** What a thread says; nothing where the table can be read. */
export interface ReadingFault {
  readonly message: string;
}

/**
 * Reads a table to its end and forgets it.
 *
 * @param path of a table, whose name stands in messages
 * @throws DataError when it cannot be read, or not within the limits; StoppedError when the signal is raised
 */
export async function readApart(path: string, limits: ReadingLimits): Promise<void> {
  const { seconds, megabytes, signal } = limits;
  const thread = new Worker(THREAD, {
    workerData: path,
    resourceLimits: { maxOldGenerationSizeMb: megabytes },
    execArgv: [],
  });
  let [clock, onAbort]: [NodeJS.Timeout | undefined, (() => void) | undefined] = [
    undefined,
    undefined,
  ];
  try {
    await new Promise<void>((resolve, reject) => {
      clock = setTimeout(
        () => reject(damaged(`reading it takes more than ${seconds} s`)),
        1000 * seconds,
      );
      onAbort = () => reject(new StoppedError('Stopped while reading the table.'));
      signal?.addEventListener('abort', onAbort, { once: true });
      thread.once('message', (fault: ReadingFault | undefined) =>
        fault ? reject(new DataError(fault.message)) : resolve(),
      );
      thread.once('error', (error: NodeJS.ErrnoException) =>
        reject(
          error.code === 'ERR_WORKER_OUT_OF_MEMORY'
            ? damaged(`reading it takes more than ${megabytes} MB`)
            : error,
        ),
      );
    });
  } finally {
    clearTimeout(clock);
    if (onAbort) signal?.removeEventListener('abort', onAbort);
    await thread.terminate();
  }
}

function damaged(why: string): DataError {
  return new DataError(`The table must be readable, but ${why}. It is damaged, or too large.`);
}
