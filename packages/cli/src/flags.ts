/**
 * Flags from schemas: `hiddenSize` becomes `--hidden-size`, and `--hidden_size` as the original
 * program spelled it. A nested object becomes dotted flags such as `--dirt.typos`, its `kind` the
 * plain one.
 */
import { ConfigError } from '@anodec/core';
import { z } from 'zod';
import type { GivenSettings, Sections } from '@anodec/pipeline';

/** One flag of a command. */
export interface Flag {
  readonly section: string;
  /** Way to the setting inside its section. */
  readonly path: readonly string[];
  /** Without the dashes. */
  readonly name: string;
  readonly aliases: readonly string[];
  readonly type: 'string' | 'number' | 'boolean' | 'array';
  readonly choices?: readonly string[];
  readonly help: string;
  readonly default?: unknown;
}

interface JsonSchema {
  type?: string | string[];
  properties?: Record<string, JsonSchema>;
  anyOf?: JsonSchema[];
  enum?: string[];
  description?: string;
  default?: unknown;
}

/** Names of the original program that are not just another spelling of ours. */
const ORIGINAL_NAMES: Readonly<Record<string, readonly string[]>> = {
  numLayers: ['num_lstm_layer'],
  stride: ['test_set_step_size'],
};

/** All flags of a command, in the order of its schemas. */
export function flagsOf(sections: Sections): Flag[] {
  return Object.entries(sections).flatMap(([section, schema]) => {
    // "input": what may be typed; "any": refinements have no counterpart and need none
    const json = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }) as JsonSchema;
    return flagsOfObject(section, [], json);
  });
}

function flagsOfObject(section: string, path: readonly string[], json: JsonSchema): Flag[] {
  return Object.entries(json.properties ?? {}).flatMap(([key, property]) =>
    property.properties
      ? flagsOfObject(section, [...path, key], property)
      : [flagOf(section, [...path, key], property)],
  );
}

function flagOf(section: string, path: readonly string[], json: JsonSchema): Flag {
  const key = path[path.length - 1];
  // `pooling: { kind, k }` becomes --pooling and --pooling.k
  const spoken = path.length > 1 && key === 'kind' ? path.slice(0, -1) : path;
  const name = spoken.map(toKebabCase).join('.');
  const snake = name.replaceAll('-', '_');
  const aliases = [snake, ...(ORIGINAL_NAMES[key] ?? [])].filter((alias) => alias !== name);
  return {
    section,
    path,
    name,
    aliases,
    type: typeOf(json),
    choices: json.enum,
    help: json.description ?? '',
    default: json.default,
  };
}

function typeOf(json: JsonSchema): Flag['type'] {
  const types = [json, ...(json.anyOf ?? [])].flatMap((part) => part.type ?? []);
  if (types.includes('array')) return 'array';
  if (types.includes('string')) return 'string'; // text or number: the schema decides later
  if (types.includes('number') || types.includes('integer')) return 'number';
  return types.includes('boolean') ? 'boolean' : 'string';
}

/**
 * Puts the values of the flags that were given back into their groups.
 *
 * @param given what was typed, by flag, under any of its spellings
 * @throws ConfigError when a flag was given twice, or a number is none
 */
export function collectSettings(
  flags: readonly Flag[],
  given: Readonly<Record<string, unknown>>,
): GivenSettings {
  const settings: Record<string, Record<string, unknown>> = {};
  for (const flag of flags) {
    const value = valueOf(flag, given);
    if (value === undefined) continue;
    let place = (settings[flag.section] ??= {});
    for (const part of flag.path.slice(0, -1)) {
      place = (place[part] ??= {}) as Record<string, unknown>;
    }
    place[flag.path[flag.path.length - 1]] = value;
  }
  return settings;
}

function valueOf(flag: Flag, given: Readonly<Record<string, unknown>>): unknown {
  const values = [flag.name, ...flag.aliases]
    .map((spelling) => given[spelling])
    .filter((value) => value !== undefined)
    .flatMap((value) => (Array.isArray(value) && flag.type !== 'array' ? value : [value]));
  if (values.length > 1) {
    throw new ConfigError(`--${flag.name} must be given once, got it ${values.length} times.`);
  }
  return flag.type === 'number' ? numberOf(flag.name, values[0]) : values[0];
}

function numberOf(name: string, typed: unknown): number | undefined {
  if (typed === undefined) return undefined;
  const value = Number(typed);
  if (typed !== '' && !Number.isNaN(value)) return value;
  throw new ConfigError(`--${name} must be a number, got ${JSON.stringify(typed)}.`);
}

function toKebabCase(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}
