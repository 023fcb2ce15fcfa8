/** Synchronous work in pieces: done at once by callers that cannot wait, with pauses by those that can be stopped. */
import { checkStopped } from './errors.js';
import { createPause } from './pause.js';
import type { Listeners } from './progress.js';

/** Work that yields after each of its pieces, and returns its result. */
export type InPieces<Result> = Generator<undefined, Result, undefined>;

/** Does all pieces one after the other. */
export function finish<Result>(work: InPieces<Result>): Result {
  for (;;) {
    const { done, value } = work.next();
    if (done) return value;
  }
}

/**
 * Does the pieces with pauses between them, in which a signal is noticed.
 *
 * @param what is done, for the message of the error
 * @throws StoppedError when the signal is aborted
 */
export async function finishWithPauses<Result>(
  work: InPieces<Result>,
  { signal }: Pick<Listeners, 'signal'>,
  what: string,
): Promise<Result> {
  const pause = createPause();
  for (;;) {
    const { done, value } = work.next();
    if (done) return value;
    await pause();
    checkStopped(signal, what);
  }
}
