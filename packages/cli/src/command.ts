/**
 * A command is schemas and a function. Its flags, their help and their checks come from the
 * schemas; it prints through an argument.
 */
import { ConfigError, parseConfig } from '@anodec/core';
import type { z } from 'zod';
import type { Context } from './context.js';

/** Settings in groups; the group is the heading of its flags in the help. */
export type Sections = Readonly<Record<string, z.ZodObject>>;

/** The checked settings of each group. */
export type Settings<S extends Sections> = { readonly [Name in keyof S]: z.output<S[Name]> };

/** What a user typed or wrote into a file, by group, unchecked. */
export type GivenSettings = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

/** What `defineCommand` is told. */
export interface CommandDefinition<S extends Sections> {
  /** One line for the list of commands. */
  readonly summary: string;
  /** A few sentences for the command's own help. */
  readonly details?: string;
  /** Other names, such as the original program's. */
  readonly aliases?: readonly string[];
  readonly sections: S;
  /** Names of settings that may stand without a flag, in order: `anodec runs show 3`. */
  readonly positionals?: readonly string[];
  /** Command lines and what they do; each is run by a test or is in the README. */
  readonly examples: readonly (readonly [command: string, does: string])[];
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

/**
 * Checks what was given against the schemas of a command.
 *
 * @throws ConfigError when a group or a setting is unknown or out of its range
 */
export function parseSections<S extends Sections>(sections: S, given: GivenSettings): Settings<S> {
  const unknown = Object.keys(given).find((name) => !Object.hasOwn(sections, name));
  if (unknown !== undefined) {
    const known = Object.keys(sections).join(', ');
    throw new ConfigError(`There are no settings "${unknown}" here. Known are: ${known}.`);
  }
  const parsed = Object.entries(sections).map(([name, schema]) => [
    name,
    parseConfig(schema, given[name] ?? {}, `the settings of ${name}`),
  ]);
  return Object.fromEntries(parsed) as Settings<S>;
}
