/** The arguments of a command, with every spelling of its flags written out. */
import { type CommandEntry, type LoadedCommand, loadCommand } from './command.js';
import { flagsOf } from './flags.js';
import { foreignFlags } from './trainer-flags/collect.js';
import { plainArguments, type Spelling } from './typed-arguments.js';

/**
 * The arguments without abbreviations.
 *
 * @param entry the command that they begin with
 * @throws ConfigError as `plainArguments`
 */
export async function plainFor(entry: CommandEntry, argv: readonly string[]): Promise<string[]> {
  const command = await loadCommand(entry);
  const { positionals } = command;
  const plain = plainArguments(argv, spellingsOf(command), positionals.length > 0);
  // yargs takes - for an empty word
  return plain.map((word) =>
    word === '-' && positionals.length > 0 ? `--${positionals[0]}=-` : word,
  );
}

/** Every name that a flag of the command may have. */
function spellingsOf(command: LoadedCommand): Spelling[] {
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
