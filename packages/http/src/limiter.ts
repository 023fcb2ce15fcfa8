/** At most so much at a time: what comes beyond waits, and what comes beyond that is refused. */
import { HttpError } from './answer.js';

/** Runs work in its turn. */
export interface Limiter {
  /** @throws HttpError 503 where too much is waiting, or the signal is raised before its turn */
  run<R>(work: () => Promise<R>, signal?: AbortSignal): Promise<R>;
  readonly running: number;
  readonly waiting: number;
}

/**
 * Makes a limiter.
 *
 * @param most pieces of work at a time
 * @param queue pieces that may wait
 */
export function createLimiter(most: number, queue: number): Limiter {
  const turns: (() => void)[] = [];
  let running = 0;
  return {
    get running() {
      return running;
    },
    get waiting() {
      return turns.length;
    },
    async run(work, signal) {
      if (running >= most) {
        if (turns.length >= queue) {
          throw new HttpError(
            503,
            `${running} requests are worked on and ${turns.length} wait, as many as may. Try again later.`,
            { 'retry-after': '1' },
          );
        }
        await turn(turns, signal);
      } else running += 1;
      try {
        return await work();
      } finally {
        // the place is handed on, so that nobody who comes between can take it
        const next = turns.shift();
        if (next) next();
        else running -= 1;
      }
    },
  };
}

/** Waits until the place is handed over; who gives up leaves the line. */
function turn(turns: (() => void)[], signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve, reject) => {
    const mine = (): void => {
      signal?.removeEventListener('abort', leave);
      resolve();
    };
    const leave = (): void => {
      turns.splice(turns.indexOf(mine), 1);
      reject(new HttpError(503, 'The request was not begun in its time. Try again later.'));
    };
    turns.push(mine);
    if (signal?.aborted) leave();
    else signal?.addEventListener('abort', leave, { once: true });
  });
}
