/**
 * Reads a table once in a process of its own before a server reads it. The readers check what a Parquet or Arrow file claims
 * before they make room for it, but trust the libraries that unpack it, and some of these do not come back from damaged
 * bytes: a server would answer nobody meanwhile. A process has limits of time and memory and can be ended; a thread has them too, but
 * an array that becomes too long for the engine ends all threads of its process.
 */
import { type ChildProcess, fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { DataError, StoppedError } from '@anodec/core';

/** The process, compiled; relative to `src` and to `dist` alike. */
const PROCESS = fileURLToPath(new URL('../../dist/apart/read-apart-process.js', import.meta.url));

/** Endings of formats that say how much there is, which damaged bytes can say falsely. */
const CLAIMING = ['.parquet', '.arrow', '.feather'];

/** Whether a table says how much there is, and is to be read apart where it comes from anybody. */
export function isClaiming(path: string): boolean {
  return CLAIMING.some((ending) => path.toLowerCase().endsWith(ending));
}

/** Limits of reading a table that somebody sent. */
export const READING_LIMITS = { seconds: 20, megabytes: 512 };

/** Limits of a reading. */
export interface ReadingLimits {
  readonly seconds: number;
  /** Of the heap of JavaScript. */
  readonly megabytes: number;
  readonly signal?: AbortSignal;
}

/** What a process says of a table that cannot be read. */
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
  const child = fork(PROCESS, [path], {
    execArgv: [`--max-old-space-size=${megabytes}`],
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
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
      if (signal?.aborted) onAbort();
      signal?.addEventListener('abort', onAbort, { once: true });
      hear(child, megabytes).then(resolve, reject);
    });
  } finally {
    clearTimeout(clock);
    if (onAbort) signal?.removeEventListener('abort', onAbort);
    child.kill('SIGKILL'); // has no effect on one that has ended
  }
}

/** Waits for what a process says, or for its end. */
function hear(child: ChildProcess, megabytes: number): Promise<void> {
  let said = '';
  child.stderr?.on('data', (text: Buffer) => (said = (said + String(text)).slice(0, 4000)));
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('message', (fault: ReadingFault | null) =>
      fault ? reject(new DataError(fault.message)) : resolve(),
    );
    child.once('close', (code, signal) => {
      // the engine ends a process that has no room left by a signal, and with a page of addresses
      const isFull = signal === 'SIGABRT' || signal === 'SIGTRAP' || signal === 'SIGILL';
      const ended = `A process that read a table ended with ${code ?? signal}: ${said}`;
      reject(isFull ? damaged(`reading it takes more than ${megabytes} MB`) : new Error(ended));
    });
  });
}

function damaged(why: string): DataError {
  return new DataError(`The table must be readable, but ${why}. It is damaged, or too large.`);
}
