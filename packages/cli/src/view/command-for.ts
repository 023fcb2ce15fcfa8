/** The command that puts an error right. */
import {
  MissingStepError,
  type NextStep,
  TrainingStoppedError,
  UnwrittenTrainingError,
} from '@anodec/pipeline/basics';
import { hintFlags } from './hint-flags.js';
import { quoted } from './quoted.js';

/** Settings as given, of which those of folders and data sets are needed. */
export type GivenPaths = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

/** Errors that know the step which puts them right. */
const WITH_NEXT = [MissingStepError, TrainingStoppedError, UnwrittenTrainingError];

/**
 * A sentence with the command to run next; nothing for errors without one.
 *
 * @param given the settings of the command that failed, by group
 */
export function adviceFor(error: unknown, given: GivenPaths): string {
  for (const type of WITH_NEXT) {
    if (error instanceof type) return ` Run: ${commandFor(error.next, given)}`;
  }
  return '';
}

function commandFor(next: NextStep, given: GivenPaths): string {
  const logs = textOf(given, 'logs');
  if ('run' in next) {
    const command = next.step === 'score' ? 'score' : 'train --resume';
    return `npx anodec ${command} ${quoted(String(next.run))}${hintFlags({ logs })}`;
  }
  const paths = { dataRoot: textOf(given, 'dataRoot'), dataset: next.dataset, logs };
  const command = next.step === 'prepare' ? 'prepare' : 'convert --normal TABLE --attack TABLE';
  return `npx anodec data ${command}${hintFlags(paths)}`;
}

/** A setting of whatever group has it. */
function textOf(given: GivenPaths, name: string): string | undefined {
  const value = Object.values(given).find((group) => group[name] !== undefined)?.[name];
  return typeof value === 'string' ? value : undefined;
}
