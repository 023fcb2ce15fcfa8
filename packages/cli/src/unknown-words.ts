/** What is wrong with a command line, as a sentence with a remedy; loaded when something is, as it needs every flag there is. */
import { nearest } from '@anodec/core';
import { allCommands, type NamedCommand } from './commands/all-commands.js';
import { flagsOf } from './flags.js';

/** Turns what yargs says of a wrong command line into a sentence with a remedy. */
export async function explain(message: string): Promise<string> {
  const unknown = /^Unknown (?:argument|command)s?: (.+)$/.exec(message)?.[1];
  if (unknown === undefined) return explainValue(message);
  const [first] = unknown.split(', ');
  const all = await allCommands();
  const known = knownNames(all);
  if (known.includes(first)) {
    return `This command has no flag ${unknown}${havingFlag(first, all)}. --help lists the flags of this one.`;
  }
  const near = nearest(first, known);
  const hint = near ? ` Did you mean ${near}?` : '';
  return `There is no flag or command ${unknown}.${hint} --help lists all.`;
}

function explainValue(message: string): string {
  const choice = /Argument: (.+), Given: (.+), Choices: (.+)/.exec(message);
  if (choice) return `--${choice[1]} must be one of ${choice[3]}, got ${choice[2]}.`;
  const bare = /^Not enough arguments following: (.+)$/.exec(message)?.[1];
  if (bare !== undefined) return `--${bare} must be followed by a value, got none.`;
  return `${message.replace(/\n+/g, ' ')} See --help.`;
}

/** Most commands that a message names. */
const MOST_COMMANDS = 4;

/** Which commands have a flag, as the end of a sentence. */
function havingFlag(name: string, all: readonly NamedCommand[]): string {
  const found = all.filter(({ command }) =>
    flagsOf(command.sections).some((flag) => flag.name === name),
  );
  if (found.length === 0) return '';
  const more = found.length > MOST_COMMANDS ? ' and others' : '';
  const named = found.slice(0, MOST_COMMANDS).map(({ words }) => `anodec ${words.join(' ')}`);
  return `; ${named.join(', ')}${more} ${found.length > 1 ? 'have' : 'has'} it`;
}

/** Names of groups, commands and flags. */
function knownNames(all: readonly NamedCommand[]): string[] {
  const names = all.flatMap(({ words, command }) => [
    ...words,
    ...flagsOf(command.sections).map((flag) => flag.name),
  ]);
  return [...new Set(names)];
}
