/** Whether a search came to a result at all. */
import { DataError } from '@anodec/core';
import type { Trial } from '@anodec/tune';

/** Ends a search that found nothing, so that it does not look like one that did. @throws DataError when no trial has finished */
export function checkFinished(trials: readonly Pick<Trial, 'state'>[], study: string): void {
  if (trials.some(({ state }) => state === 'finished')) return;
  throw new DataError(
    `At least one trial must have finished, got none of ${trials.length}. Correct what failed and search in another ` +
      `folder than ${study}, or give the search more time.`,
  );
}
