/**
 * A command is schemas and a function. Its flags, their help and their checks come from the
 * schemas; it prints through an argument.
 */
import { type GivenSettings, parseSections, type Sections, type Settings } from '@anodec/pipeline';
import type { Context } from './context.js';

/** A command as it is defined. */
export interface CommandDefinition<S extends Sections> {
  /** One line for the list of commands. */
  readonly summary: string;
  /** A few sentences for the command's own help. */
  readonly details?: string;
  /** Other names, such as the original program's. */
  readonly aliases?: readonly string[];
  readonly sections: S;
  /** Whether it takes the flags of the original program and of PyTorch Lightning's trainer, too. */
  readonly takesTrainerFlags?: boolean;
  /** Names of settings that may stand without a flag, in order: `anodec runs show 3`. */
  readonly positionals?: readonly string[];
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
