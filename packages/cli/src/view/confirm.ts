/** A question on the terminal that is answered with yes or no. */
import { createInterface } from 'node:readline/promises';

/** Asks on standard error; anything but `y` or `yes` is a no. Only for a terminal. */
export async function confirmOnTerminal(question: string, signal: AbortSignal): Promise<boolean> {
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  try {
    const answer = await terminal.question(`${question} [y/N] `, { signal });
    return /^y(es)?$/i.test(answer.trim());
  } catch (error) {
    if (signal.aborted) return false;
    throw error;
  } finally {
    terminal.close();
  }
}
