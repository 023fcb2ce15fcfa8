/** The settings that schemas have, one by one, with what a search needs to know of each. */
import { z } from 'zod';
import type { Value } from './space.js';

/** A setting of a schema. */
export interface Setting {
  /** Path, such as "detector.hiddenSize"; of a group of variants that of its `kind`. */
  readonly name: string;
  readonly type: 'integer' | 'number' | 'choice' | 'other';
  /** Values of a choice. */
  readonly values?: readonly Value[];
  readonly low?: number;
  readonly high?: number;
  /** Whether `low` and `high` themselves are refused. */
  readonly openLow: boolean;
  readonly openHigh: boolean;
  readonly default?: Value;
  /** Whether a number may be text as well, such as auto. */
  readonly takesText?: boolean;
  /** The variants that have it, where not all have. */
  readonly of?: { readonly kind: string; readonly values: readonly string[] };
}

/** Schemas by group. */
export type Schemas = Readonly<Record<string, z.ZodType>>;

interface Json {
  readonly type?: string | readonly string[];
  readonly properties?: Readonly<Record<string, Json>>;
  readonly anyOf?: readonly Json[];
  readonly oneOf?: readonly Json[];
  readonly enum?: readonly Value[];
  readonly const?: Value;
  readonly default?: Value;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly exclusiveMinimum?: number;
  readonly exclusiveMaximum?: number;
}

/** Kinds by the path of their group's `kind`. */
export type Kinds = Readonly<Record<string, readonly string[]>>;

/**
 * All settings of some schemas. Where variants have a setting of the same name, it is that of the first of them.
 *
 * @param chosen the kinds whose settings are listed, of the groups that it names; all kinds of others
 */
export function listSettings(schemas: Schemas, chosen: Kinds = {}): Setting[] {
  return Object.entries(schemas).flatMap(([group, schema]) => {
    const json = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }) as Json;
    return settingsAt(group, json, chosen);
  });
}

function settingsAt(path: string, json: Json, chosen: Kinds): Setting[] {
  const objects = objectsOf(json);
  if (objects.length === 0) return [settingOf(path, json)];
  if (objects.length === 1 && kindOf(objects[0]) === undefined) {
    return inside(path, objects[0], chosen);
  }
  return ofVariants(path, objects, chosen);
}

function inside(path: string, object: Json, chosen: Kinds): Setting[] {
  return Object.entries(object.properties ?? {}).flatMap(([name, part]) =>
    name === 'kind' && part.const !== undefined ? [] : settingsAt(`${path}.${name}`, part, chosen),
  );
}

/** The kind as a choice, and the settings of all variants, each once. */
function ofVariants(path: string, variants: readonly Json[], chosen: Kinds): Setting[] {
  const kinds = variants.flatMap((variant) => kindOf(variant) ?? []);
  const usual = variants.find(({ properties }) => properties?.kind?.default !== undefined);
  const kind: Setting = {
    name: `${path}.kind`,
    type: 'choice',
    values: kinds,
    openLow: false,
    openHigh: false,
    ...(usual && { default: kindOf(usual) }),
  };
  const listed = chosen[kind.name] ?? kinds;
  const found = new Map<string, Setting & { readonly kinds: string[] }>();
  for (const variant of variants.filter((one) => listed.includes(kindOf(one) ?? ''))) {
    const own = kindOf(variant) ?? '';
    for (const setting of inside(path, variant, chosen)) {
      const known = found.get(setting.name);
      if (known) known.kinds.push(own);
      else found.set(setting.name, { ...setting, kinds: [own] });
    }
  }
  const settings = [...found.values()].map(({ kinds: having, ...setting }): Setting => {
    if (having.length === listed.length || setting.of) return setting;
    return { ...setting, of: { kind: kind.name, values: having } };
  });
  return [kind, ...settings];
}

function objectsOf(json: Json): readonly Json[] {
  if (json.properties) return [json];
  return [...(json.oneOf ?? []), ...(json.anyOf ?? [])].flatMap(objectsOf);
}

function kindOf({ properties }: Json): string | undefined {
  const name = properties?.kind?.const;
  return typeof name === 'string' ? name : undefined;
}

/** A setting without parts. Of several types the number counts, as in "a number or auto". */
function settingOf(name: string, json: Json): Setting {
  const parts = [json, ...(json.anyOf ?? [])];
  const base = {
    name,
    openLow: false,
    openHigh: false,
    ...(json.default !== undefined && { default: json.default }),
  };
  const number = parts.find(({ type }) => type === 'integer' || type === 'number');
  if (number) {
    return {
      ...base,
      type: number.type === 'integer' ? 'integer' : 'number',
      takesText: parts.some(takesText),
      ...boundsOf(number),
    };
  }
  const listed = parts.find((part) => part.enum);
  if (listed?.enum) return { ...base, type: 'choice', values: listed.enum };
  if (parts.some(({ type }) => type === 'boolean')) {
    return { ...base, type: 'choice', values: [false, true] };
  }
  return { ...base, type: 'other' };
}

function takesText({ type, enum: values, const: value }: Json): boolean {
  return type === 'string' || typeof value === 'string' || values !== undefined;
}

/** Bounds; those of a whole number that JavaScript can hold are none. */
function boundsOf(json: Json): Pick<Setting, 'low' | 'high' | 'openLow' | 'openHigh'> {
  const { exclusiveMinimum, exclusiveMaximum } = json;
  const low = exclusiveMinimum ?? json.minimum;
  const high = exclusiveMaximum ?? json.maximum;
  return {
    openLow: exclusiveMinimum !== undefined,
    openHigh: exclusiveMaximum !== undefined,
    ...(low !== undefined && low > Number.MIN_SAFE_INTEGER && { low }),
    ...(high !== undefined && high < Number.MAX_SAFE_INTEGER && { high }),
  };
}
