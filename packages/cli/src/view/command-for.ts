/** The command that puts an error right. */
import { MissingStepError, type NextStep, TrainingStoppedError } from '@anodec/pipeline';
import { hintFlags, quoted } from './hint-flags.js';

/** Settings as given, of which those of folders and data sets are needed. */
export type GivenPaths = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

/**
 * A sentence with the command to run next; nothing for errors without one.
 *
 * @param given the settings of the command that failed, by group
 */
export function adviceFor(error: unknown, given: GivenPaths): string {
  if (!(error instanceof MissingStepError) && !(error instanceof TrainingStoppedError)) return '';
  return ` Run: ${commandFor(error.next, given)}`;
}

function commandFor(next: NextStep, given: GivenPaths): string {
  const logs = textOf(given, 'logs');
  const dataRoot = textOf(given, 'dataRoot');
  switch (next.step) {
    case 'score':
      return `npx anodec score ${quoted(String(next.run))}${hintFlags({ logs })}`;
    case 'resume':
      return `npx anodec train --resume ${quoted(String(next.run))}${hintFlags({ logs })}`;
    case 'prepare':
      return `npx anodec data prepare${hintFlags({ dataRoot, dataset: next.dataset, logs })}`;
    case 'convert': {
      const flags = hintFlags({ dataRoot, dataset: next.dataset, logs });
      return `npx anodec data convert --normal TABLE --attack TABLE${flags}`;
    }
  }
}

/** A setting of whatever group has it. */
function textOf(given: GivenPaths, name: string): string | undefined {
  const value = Object.values(given).find((group) => group[name] !== undefined)?.[name];
  return typeof value === 'string' ? value : undefined;
}
