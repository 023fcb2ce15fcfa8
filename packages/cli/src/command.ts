/**
 * A command is schemas and a function. Its flags, their help and their checks come from the
 * schemas; it prints through an argument.
 */
import {
  type GivenSettings,
  parseSections,
  type Sections,
  type Settings,
} from '@anodec/pipeline/basics';
import type { Context } from './context.js';

/** A command as its file defines it. */
export interface CommandDefinition<S extends Sections> {
  /** A few sentences for the command's own help. */
  readonly details?: string;
  readonly sections: S;
  /** Whether it takes the flags of the original program and of PyTorch Lightning's trainer, too. */
  readonly takesTrainerFlags?: boolean;
  /** Command lines and what they do; each is run by a test or is in the README. */
  readonly examples: readonly (readonly [command: string, does: string])[];
  /** Flags that `--help` shows; `--help-all` shows all. All are shown where this is absent. */
  readonly common?: readonly string[];
  /** Names of the presets that `--preset` takes; absent where the command has none. */
  readonly presets?: readonly string[];
  /** The preset of a command that is given neither `--preset` nor settings of another run. */
  readonly usualPreset?: string;
  /** Fills in what given settings stand for: a preset, the settings of an earlier run. */
  complete?(given: GivenSettings): GivenSettings | Promise<GivenSettings>;
  run(settings: Settings<S>, context: Context): Promise<void>;
}

/** A command whose sections only it knows. */
export interface Command extends Omit<CommandDefinition<Sections>, 'run'> {
  /** @throws ConfigError when a setting is unknown or out of its range */
  execute(given: GivenSettings, context: Context): Promise<void>;
}

/** What the table of commands says of one; the rest is loaded when it is called. */
export interface CommandEntry {
  /** One line for the list of commands. */
  readonly summary: string;
  /** Names of settings that may stand without a flag, in order: `anodec runs show 3`. A list ends in dots: `runs..`. */
  readonly positionals: readonly string[];
  /** Other names, such as the original program's. */
  readonly aliases: readonly string[];
  /** Loads the file of the command. */
  readonly load: () => Promise<Command>;
}

/** A command with what the table says of it; its positionals are without dots. */
export type LoadedCommand = Command & Omit<CommandEntry, 'load'>;

/** Loads a command of the table. */
export async function loadCommand({ load, ...entry }: CommandEntry): Promise<LoadedCommand> {
  const positionals = entry.positionals.map((name) => name.replace(/\.\.$/, ''));
  return { ...(await load()), ...entry, positionals };
}

/** Ties schemas to the function that uses them, so that the two cannot drift apart. */
export function defineCommand<S extends Sections>(definition: CommandDefinition<S>): Command {
  return {
    ...definition,
    async execute(given, context) {
      const complete = (await definition.complete?.(given)) ?? given;
      await definition.run(parseSections(definition.sections, complete), context);
    },
  };
}
