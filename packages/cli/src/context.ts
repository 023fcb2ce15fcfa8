/** What a command receives beside its settings. */
import type { Progress } from '@anodec/core';

/** Output and listeners of a command; a test passes its own. */
export interface Context {
  /** Writes a line for the user. */
  readonly print: (line?: string) => void;
  /** Writes a remark beside the result, on standard error. */
  readonly note?: (line: string) => void;
  /** Remarks on what was typed, which were noted already. */
  readonly remarks?: readonly string[];
  /** Writes the settings that a finding names as flags of the command. */
  readonly asFlags?: (text: string) => string;
  /** The command as it was typed; kept with the runs that it makes. */
  readonly command?: string;
  /** Asks whether to go on; absent where there is no terminal to ask on. */
  readonly confirm?: (question: string) => Promise<boolean>;
  /** Whether a flag asked for a GPU, without which the command must not compute. */
  readonly needsGpu?: boolean;
  /** Progress of long work: a bar on a terminal, silence in a pipe. */
  readonly progress: Progress;
  /** Raised by Ctrl-C. */
  readonly signal: AbortSignal;
}

/** Prints lines, with the settings that they name written as flags of the command. */
export function printNamed({ print, asFlags }: Context, lines: Iterable<string>): void {
  for (const line of lines) print(asFlags?.(line) ?? line);
}
