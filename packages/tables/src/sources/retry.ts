/** Tries again what failed because a connection was lost, ever more slowly, and gives up at last. */
import { DataError } from '@anodec/core';
import { waitFor } from './source.js';

/** Milliseconds before the first new try, and the longest wait: each is twice the one before. */
const FIRST_WAIT = 250;
const LONGEST_WAIT = 10_000;
/** Failures in a row after which nothing is tried any more, about a minute after the first. */
const MOST_FAILURES = 10;

/** Counts the failures of a connection. */
export interface Retries {
  /** Something came through: the next failure is the first one. */
  succeeded(): void;
  /**
   * Waits before the next try.
   *
   * @throws DataError when it was the last one, with its reason
   */
  failed(error: unknown): Promise<void>;
}

/** What there is to say about retries. */
export interface RetryOptions {
  readonly signal?: AbortSignal;
  readonly note?: (line: string) => void;
  /** Default: 10. */
  readonly most?: number;
}

/** Starts counting. @param name of what is connected to, without a password */
export function createRetries(
  name: string,
  { signal, note, most = MOST_FAILURES }: RetryOptions = {},
): Retries {
  let failures = 0;
  return {
    succeeded() {
      if (failures > 0) note?.(`${name} is back after ${failures} failed ${tries(failures)}.`);
      failures = 0;
    },
    async failed(error) {
      failures++;
      const reason = reasonOf(error);
      if (failures >= most) {
        throw new DataError(
          `${name} must be reachable, got ${failures} failed ${tries(failures)} in a row, the last one: ` +
            `${reason}. Check the address and the network, then start again: it goes on where it stopped.`,
          { cause: error },
        );
      }
      if (failures === 1) note?.(`The connection to ${name} was lost (${reason}); trying again.`);
      await waitFor(Math.min(LONGEST_WAIT, FIRST_WAIT * 2 ** (failures - 1)), signal);
    },
  };
}

function tries(count: number): string {
  return count === 1 ? 'try' : 'tries';
}

/** The innermost message: fetch and others wrap what the operating system said. */
export function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (error instanceof AggregateError && error.errors.length > 0) return reasonOf(error.errors[0]);
  return error.cause instanceof Error ? reasonOf(error.cause) : error.message || error.name;
}
