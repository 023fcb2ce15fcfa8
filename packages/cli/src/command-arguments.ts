/** The command that arguments begin with, and every spelling of its flags. */
import type { Command } from './command.js';
import { type CommandTree, commands, isGroup } from './commands/registry.js';
import { flagsOf } from './flags.js';
import { foreignFlags } from './trainer-flags/collect.js';
import { plainArguments, type Spelling } from './typed-arguments.js';

/**
 * The arguments without abbreviations; as they are where they do not begin with a command.
 *
 * @throws ConfigError as `plainArguments`
 */
export function plainFor(argv: readonly string[]): string[] {
  const command = commandIn(commands, argv);
  if (!command) return [...argv];
  const { positionals = [] } = command;
  const plain = plainArguments(argv, spellingsOf(command), positionals.length > 0);
  // yargs takes - for an empty word
  return plain.map((word) =>
    word === '-' && positionals.length > 0 ? `--${positionals[0]}=-` : word,
  );
}

function commandIn(tree: CommandTree, [word, ...rest]: readonly string[]): Command | undefined {
  for (const [name, entry] of Object.entries(tree)) {
    if (isGroup(entry)) {
      if (name === word) return commandIn(entry.commands, rest);
    } else if (name === word || entry.aliases?.includes(word)) return entry;
  }
  return undefined;
}

/** Every name that a flag of the command may have. */
function spellingsOf(command: Command): Spelling[] {
  const flags = flagsOf(command.sections);
  const own = flags.flatMap(({ name, aliases, type, orNumber }) => {
    const kind = type !== 'boolean' ? 'value' : orNumber ? 'switch or number' : 'switch';
    const spelling = [name, ...aliases].map((one) => ({ flag: name, name: one, kind }) as const);
    return kind === 'value'
      ? spelling
      : [...spelling, { flag: name, name: `no-${name}`, kind: 'value' } as const];
  });
  const names = new Set(own.map(({ name }) => name));
  const foreign = command.takesTrainerFlags
    ? foreignFlags(flags).filter(({ name }) => !names.has(name))
    : [];
  const common = ['help', 'version', 'config', ...(command.presets ? ['preset'] : [])];
  return [
    ...own,
    ...foreign.map(({ name }) => ({ flag: name, name, kind: 'value' }) as const),
    ...common.map((name) => ({ flag: name, name, kind: 'value' }) as const),
  ];
}
