/** All commands with their files: for the reference and for messages, which need every flag. */
import { type LoadedCommand, loadCommand } from '../command.js';
import { type CommandTree, commands, isGroup } from './registry.js';

/** A command and the words that call it: `data`, `plot`. */
export interface NamedCommand {
  readonly words: readonly string[];
  readonly command: LoadedCommand;
}

/** Loads all commands, in the order of the registry. */
export async function allCommands(
  tree: CommandTree = commands,
  path: readonly string[] = [],
): Promise<NamedCommand[]> {
  const entries = Object.entries(tree).map(async ([name, entry]) => {
    const words = [...path, name];
    if (isGroup(entry)) return allCommands(entry.commands, words);
    return [{ words, command: await loadCommand(entry) }];
  });
  return (await Promise.all(entries)).flat();
}
