/** Tries again what failed because a connection was lost, ever more slowly, and gives up at last. */
import { DataError } from '@anodec/core';
import { waitFor } from './source.js';

/** Milliseconds before the first new try, and the longest wait: each is twice the one before. */
const FIRST_WAIT = 250;
const LONGEST_WAIT = 10_000;
/** Failures in a row after which nothing is tried any more, about a minute after the first. */
const MOST_FAILURES = 10;
/** The same for a server that nobody waits for and that never answered, two seconds after the first. */
const MOST_AT_ONCE = 4;

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
  /** Whether more is waited for; one that is not, and never answered, is given up sooner. */
  readonly follow?: boolean;
  /** Called when something comes through for the first time. */
  readonly reached?: () => void;
  /** Whether something came through before the counting began. */
  readonly wasReached?: boolean;
  /** Default: 10, or 4 of a server that never answered and is not followed. */
  readonly most?: number;
}

/** Starts counting. @param name of what is connected to, without a password */
export function createRetries(name: string, options: RetryOptions = {}): Retries {
  const { signal, note, follow, reached, most } = options;
  let failures = 0;
  let wasReached = options.wasReached === true;
  const limit = (): number =>
    most ?? (follow === false && !wasReached ? MOST_AT_ONCE : MOST_FAILURES);
  return {
    succeeded() {
      if (failures > 0) {
        const [what, count] = [wasReached ? 'is back' : 'was reached', tries(failures)];
        note?.(`${name} ${what} after ${failures} failed ${count}.`);
      }
      failures = 0;
      if (!wasReached) reached?.();
      wasReached = true;
    },
    async failed(error) {
      failures++;
      const reason = reasonOf(error);
      if (failures >= limit()) {
        const onward = wasReached ? ', then start again: it goes on where it stopped.' : '.';
        throw new DataError(
          `${name} must be reachable, got ${failures} failed ${tries(failures)} in a row, the last one: ` +
            `${reason}. Check that the server runs, the address and the network${onward}`,
          { cause: error },
        );
      }
      if (failures === 1) {
        note?.(
          wasReached
            ? `The connection to ${name} was lost (${reason}); trying again.`
            : `${name} could not be reached (${reason}); trying again, ${limit()} times in all.`,
        );
      }
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
