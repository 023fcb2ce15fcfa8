/** Hands what a job says elsewhere to whoever listens, in its order. */
import type { JobListeners } from '../engine.js';
import { JobEvent } from './documents.js';

/** The words of one job. */
export interface Relay {
  /** Takes what was said, unchecked; anything else than an event is left out: it is from another version. */
  hear(data: unknown): void;
  /** Resolves when everything that was heard has been handed over. */
  done(): Promise<void>;
}

/**
 * @param prune says that the job should end early
 * @param onError receives the error of a listener
 */
export function createRelay(
  listeners: JobListeners,
  prune: () => Promise<void>,
  onError: (error: unknown) => void,
): Relay {
  let chain: Promise<unknown> = Promise.resolve();
  const hand = async (event: JobEvent): Promise<void> => {
    if (event.say === 'start') await listeners.onStart(event.worker);
    else if ((await listeners.onReport(event.step, event.value)) === 'prune') await prune();
  };
  return {
    hear(data) {
      const { data: event } = JobEvent.safeParse(data);
      if (event) chain = chain.then(() => hand(event)).catch(onError);
    },
    done: () => chain.then(() => undefined),
  };
}
