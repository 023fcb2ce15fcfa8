/** How a command that failed ends: 2 the user can correct it, 1 a bug, 130 stopped. */
import { isUserError, StoppedError } from '@anodec/core';

/** Exit code and message of a failed command. */
export interface Ending {
  readonly code: 1 | 2 | 130;
  /** For standard error: a sentence, or the whole error where it is a bug. */
  readonly message: unknown;
}

/** The ending that an error calls for. */
export function endingOf(error: unknown): Ending {
  if (error instanceof StoppedError) return { code: 130, message: error.message };
  if (isUserError(error)) return { code: 2, message: error.message };
  return { code: 1, message: error };
}
