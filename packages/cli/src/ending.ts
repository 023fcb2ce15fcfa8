/** How a command that failed ends: 2 the user can correct it, 1 work that failed in part or a bug, 130 stopped. */
import { isUserError, StoppedError } from '@anodec/core';

/** Work that was done in part; the message says what failed. */
export class FailedError extends Error {
  override readonly name = 'FailedError';
}

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
  if (error instanceof FailedError) return { code: 1, message: error.message };
  return { code: 1, message: error };
}
