/** Settings in groups, one strict schema each: as a file holds them and as a command line gives them. */
import { ConfigError, parseConfig } from '@anodec/core';
import type { z } from 'zod';

/** Settings in groups; the group is the heading of its flags in the help. */
export type Sections = Readonly<Record<string, z.ZodType>>;

/** The checked settings of each group. */
export type Settings<S extends Sections> = { readonly [Name in keyof S]: z.output<S[Name]> };

/** What a user typed or wrote into a file, by group, unchecked. */
export type GivenSettings = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

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
