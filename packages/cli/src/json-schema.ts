/** The parts of JSON Schema that settings use, as zod writes them, read as flags need them. */

/** A schema or a part of one. */
export interface JsonSchema {
  type?: string | string[];
  properties?: Record<string, JsonSchema>;
  /** Properties that must be given. */
  required?: string[];
  anyOf?: JsonSchema[];
  oneOf?: JsonSchema[];
  enum?: string[];
  items?: JsonSchema;
  const?: string;
  description?: string;
  default?: unknown;
}

/** An option of a group of variants, merged over the variants that have it. */
export interface MergedOption {
  readonly name: string;
  readonly schema: JsonSchema;
  /** Kinds that have it; none where all have. */
  readonly kinds: readonly string[];
}

/** The objects that a schema admits: itself, or the variants of a union, at any depth. */
export function objectsOf(schema: JsonSchema): JsonSchema[] {
  if (schema.properties) return [schema];
  return [...(schema.oneOf ?? []), ...(schema.anyOf ?? [])].flatMap(objectsOf);
}

/** The name of a variant, or undefined where the object is no variant. */
export function kindOf(object: JsonSchema): string | undefined {
  return object.properties?.kind?.const;
}

/** The variant that settings without `kind` mean. */
export function defaultKind(variants: readonly JsonSchema[]): string | undefined {
  const usual = variants.find(({ properties }) => properties?.kind?.default !== undefined);
  return usual && kindOf(usual);
}

/** The options of all variants, each once. */
export function mergedOptions(variants: readonly JsonSchema[]): MergedOption[] {
  const names = [...new Set(variants.flatMap(({ properties }) => Object.keys(properties ?? {})))];
  return names
    .filter((name) => name !== 'kind')
    .map((name) => {
      const having = variants.filter(({ properties }) => properties?.[name]);
      const schemas = having.flatMap(({ properties }) => properties?.[name] ?? []);
      const kinds = having.length === variants.length ? [] : having.flatMap((v) => kindOf(v) ?? []);
      return { name, kinds, schema: mergeSchemas(schemas, having) };
    });
}

/** One schema for an option that variants share; its help lists defaults that differ. */
function mergeSchemas(schemas: readonly JsonSchema[], variants: readonly JsonSchema[]): JsonSchema {
  const [first] = schemas;
  const defaults = new Set(schemas.map(({ default: value }) => JSON.stringify(value)));
  if (defaults.size === 1) return first;
  const { default: _, ...rest } = first;
  const each = schemas.map(({ default: value }, i) => `${kindOf(variants[i])} ${String(value)}`);
  return { ...rest, description: `${first.description ?? ''} [${each.join(', ')}]` };
}
