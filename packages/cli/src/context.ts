import type { Progress } from '@anodec/core';

/** What a command is given besides its settings, so that a test can read what it says. */
export interface Context {
  /** Writes a line for the user. */
  readonly print: (line?: string) => void;
  /** Told how far long work is; a bar on a terminal, silence in a pipe. */
  readonly progress: Progress;
  /** Raised by Ctrl-C. */
  readonly signal: AbortSignal;
}
