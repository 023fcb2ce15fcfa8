/**
 * Flags from schemas: `hiddenSize` becomes `--hidden-size`, and `--hidden_size` as the original
 * program spelled it. A nested object becomes dotted flags such as `--dirt.typos`; a union of variants
 * becomes one flag for its `kind` and dotted flags for the options of all variants.
 */
import { ConfigError } from '@anodec/core';
import { z } from 'zod';
import type { GivenSettings, Sections } from '@anodec/pipeline/basics';
import { defaultKind, type JsonSchema, kindOf, mergedOptions, objectsOf } from './json-schema.js';

/** One flag of a command. */
export interface Flag {
  readonly section: string;
  /** Way to the setting inside its section. */
  readonly path: readonly string[];
  /** Without the dashes. */
  readonly name: string;
  readonly aliases: readonly string[];
  /** Aliases that the next version will no longer have. */
  readonly former: readonly string[];
  readonly type: 'string' | 'number' | 'boolean' | 'array';
  /** Whether a number is possible, too: rows where a duration is, batches where a switch is. */
  readonly orNumber?: boolean;
  readonly choices?: readonly string[];
  /** Whether values are names out of a list, which commas may separate, too. */
  readonly named?: boolean;
  /** Whether values are numbers, which commas may separate, too. */
  readonly numbers?: boolean;
  readonly help: string;
  /** The only kind of the group's variants that has it. */
  readonly only?: string;
  readonly default?: unknown;
  /** Whether the command cannot do without it. */
  readonly required?: boolean;
}

/** Names that flags had in the version before, by the name of the setting. */
const FORMER_NAMES: Readonly<Record<string, readonly string[]>> = { baselines: ['neighbours'] };

/** All flags of a command, in the order of its schemas. */
export function flagsOf(sections: Sections): Flag[] {
  return Object.entries(sections).flatMap(([section, schema]) => {
    // "input": what may be typed; "any": refinements have no counterpart and need none
    const json = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }) as JsonSchema;
    const variants = objectsOf(json);
    if (variants.length === 1) return flagsOfObject(section, [], variants[0]);
    return flagsOfVariants(section, [], { ...json, description: json.description ?? '' });
  });
}

function flagsOfObject(section: string, path: readonly string[], json: JsonSchema): Flag[] {
  return Object.entries(json.properties ?? {}).flatMap(([key, property]) => {
    const objects = objectsOf(property);
    const here = [...path, key];
    if (property.type === 'object' && !property.properties) return []; // names of its own: only in files
    const required = json.required?.includes(key) === true;
    if (objects.length === 0)
      return [{ ...flagOf(section, here, property), ...(required && { required }) }];
    if (objects.length > 1) return flagsOfVariants(section, here, property);
    return flagsOfObject(section, here, objects[0]);
  });
}

/** A flag for the kind, and one for each option of any variant. */
function flagsOfVariants(section: string, path: readonly string[], json: JsonSchema): Flag[] {
  const variants = objectsOf(json);
  const kind = flagOf(section, [...path, 'kind'], {
    type: 'string',
    enum: variants.flatMap((variant) => kindOf(variant) ?? []),
    description: json.description,
    default: defaultKind(variants),
  });
  const options = mergedOptions(variants).flatMap(({ name, schema, kinds }) => {
    const nested = flagsOfObject(section, path, { properties: { [name]: schema } });
    if (kinds.length === 1 && path.length === 0) {
      return nested.map((flag) => ({ ...flag, only: kinds[0] })); // a heading of its own in the help
    }
    const suffix = kinds.length > 0 ? ` (${kinds.join(', ')})` : '';
    return nested.map((flag) => ({ ...flag, help: `${flag.help}${suffix}` }));
  });
  return [kind, ...options];
}

function flagOf(section: string, path: readonly string[], json: JsonSchema): Flag {
  const key = path[path.length - 1];
  // `pooling: { kind, k }` becomes --pooling and --pooling.k; the kind of a section its own name
  const shown = key !== 'kind' ? path : path.length > 1 ? path.slice(0, -1) : [section];
  const name = shown.map(toKebabCase).join('.');
  const snake = name.replaceAll('-', '_');
  const former = FORMER_NAMES[key] ?? [];
  const aliases = [snake, ...former].filter((a) => a !== name);
  return {
    section,
    path,
    name,
    aliases,
    former,
    type: typeOf(json),
    orNumber: admitsNumber(json),
    choices: json.enum,
    ...(json.items?.enum && { named: true }),
    ...(json.items && admitsNumber(json.items) && { numbers: true }),
    help: json.description ?? '',
    default: json.default,
  };
}

/** The types that a value may have. */
function typesIn(json: JsonSchema): string[] {
  return [json, ...(json.anyOf ?? [])].flatMap((part) => part.type ?? []);
}

function admitsNumber(json: JsonSchema): boolean {
  const types = typesIn(json);
  return types.includes('number') || types.includes('integer');
}

function typeOf(json: JsonSchema): Flag['type'] {
  const types = typesIn(json);
  if (types.includes('array')) return 'array';
  if (types.includes('string')) return 'string'; // text or number: see `orNumber`
  if (types.includes('boolean')) return 'boolean';
  return admitsNumber(json) ? 'number' : 'string';
}

/** A sentence for each former name that was typed. */
export function formerNamesTyped(
  flags: readonly Flag[],
  given: Readonly<Record<string, unknown>>,
): string[] {
  return flags.flatMap(({ name, former }) =>
    former
      .filter((alias) => given[alias] !== undefined)
      .map(
        (alias) =>
          `--${alias} is now called --${name}; the next version no longer has the old name.`,
      ),
  );
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
    let group = (settings[flag.section] ??= {});
    for (const part of flag.path.slice(0, -1)) {
      group = (group[part] ??= {}) as Record<string, unknown>;
    }
    group[flag.path[flag.path.length - 1]] = value;
  }
  return settings;
}

/** A number where a text is possible, too; 007 is a text. */
const NUMBER = /^-?(?!0\d)(\d+\.?\d*|\.\d+)(e[-+]?\d+)?$/i;

function valueOf(flag: Flag, given: Readonly<Record<string, unknown>>): unknown {
  const values = [flag.name, ...flag.aliases]
    .map((spelling) => given[spelling])
    .filter((value) => value !== undefined)
    .flatMap((value) => (Array.isArray(value) && flag.type !== 'array' ? value : [value]))
    .map((value) => (flag.named && Array.isArray(value) ? value.flatMap(splitNames) : value))
    .map((value) =>
      flag.numbers && Array.isArray(value)
        ? value.flatMap(splitNames).map((part) => numberOf(flag.name, part))
        : value,
    );
  if (values.length > 1) {
    throw new ConfigError(`--${flag.name} must be given once, got it ${values.length} times.`);
  }
  const [value] = values;
  if (flag.type === 'number') return numberOf(flag.name, value);
  if (value === 'true' || value === 'false')
    return flag.type === 'boolean' ? value === 'true' : value;
  const isNumber = typeof value === 'string' && NUMBER.test(value);
  return flag.type !== 'array' && flag.orNumber && isNumber ? Number(value) : value;
}

/** `pca,norm` as two names. */
function splitNames(value: unknown): unknown[] {
  return typeof value === 'string' ? value.split(',') : [value];
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
