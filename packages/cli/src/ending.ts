/** How a command that failed ends: 2 the user can put it right, 1 our fault, 130 stopped. */
import { isUserError, StoppedError } from '@anodec/core';

/** What the process leaves behind. */
export interface Ending {
  readonly code: 1 | 2 | 130;
  /** For standard error: a sentence, or for our own faults all that is known. */
  readonly words: unknown;
}

/** The ending that an error calls for. */
export function endingOf(error: unknown): Ending {
  if (error instanceof StoppedError) return { code: 130, words: error.message };
  if (isUserError(error)) return { code: 2, words: error.message };
  return { code: 1, words: error };
}
