/** Headings of the groups of flags in the help. */
import type { Flag } from './flags.js';

/** Groups whose heading is more than their name. */
const HEADINGS: Readonly<Record<string, string>> = {
  source: 'Tables',
  prepare: 'Reading and cleaning',
  detect: 'Detection',
  effort: 'Effort and limits',
  paths: 'Folders and data set',
  preprocess: 'Preprocessing',
  resume: 'Run to continue',
  choice: 'Run',
  reading: 'Reading the table',
  input: 'Any table',
  compute: 'Computing',
  retrain: 'New models while rows come',
  live: 'Live scoring',
};

/** The heading over a flag: its group, and the kind of variant where only one kind has it. */
export function headingOf({ section, only }: Flag): string {
  const words = section.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
  const heading = HEADINGS[section] ?? words[0].toUpperCase() + words.slice(1);
  return only === undefined ? `${heading}:` : `${heading}, ${only}:`;
}
