/**
 * Groups of variants that stand beside each other, such as poolings: one file each, one table.
 *
 * A variant brings its own strict settings; the group's settings are the discriminated union of
 * them, so that an option which the chosen variant does not have is refused.
 */
import { z } from 'zod';
import { ConfigError } from './errors.js';
import { nearest } from './nearest.js';
import { lookup } from './registry.js';

/** Settings of one variant: `kind` is its name, the rest are its options. */
export type VariantSettings<
  Kind extends string = string,
  Options extends z.ZodRawShape = z.ZodRawShape,
> = z.ZodObject<{ kind: z.ZodLiteral<Kind> } & Options, z.core.$strict>;

/** What the entries of a table have in common. */
export interface Variant<Settings extends VariantSettings = VariantSettings> {
  readonly settings: Settings;
}

/** The variants of a group by kind; open to variants of other packages. */
export interface Variants<Entry extends Variant> {
  /**
   * Settings of the group: `{ kind, ...options }` of one variant; without `kind` the default one.
   *
   * `z.toJSONSchema` makes `{ oneOf: [variant, …] }` of it, one strict object for each variant, in
   * the order of the table: `description` is its help line, `properties.kind.const` its name, the other
   * properties its options with description and default. `properties.kind.default` is there in
   * the default variant alone. Variants that are added later are part of it from then on.
   */
  readonly schema: z.ZodType<z.output<Entry['settings']>>;
  /** Names in the order of the table. */
  kinds(): string[];
  /** The variant of that name. @throws ConfigError that lists what is known */
  get(kind: string): Entry;
  /** Adds a variant, also from outside the package. @throws ConfigError when the name is taken */
  add(variant: Variant & Omit<Entry, 'settings'>): void;
}

/**
 * Strict settings of a variant, with an error that names the options it has.
 *
 * @param help what the variant does, one line for people
 */
export function variantSettings<Kind extends string, Options extends z.ZodRawShape>(
  kind: Kind,
  help: string,
  options: Options,
): VariantSettings<Kind, Options> {
  const schema = z.strictObject(
    { kind: z.literal(kind), ...options },
    { error: namesOptions(kind, Object.keys(options)) },
  );
  return schema.describe(help);
}

/** Options that a message lists; of more it names the one that was meant. */
const MOST_LISTED = 12;

/**
 * Makes the error of settings that a variant does not have: it names those that it has or, where they are many,
 * the one that is spelled most like the first unknown one.
 *
 * @param kind name of the variant
 * @param options names of its settings
 */
export function namesOptions(
  kind: string,
  options: readonly string[],
): (issue: z.core.$ZodRawIssue) => string | undefined {
  return (issue) =>
    issue.code === 'unrecognized_keys'
      ? `${kind} has no setting ${issue.keys.join(', ')}; ${knownFor(issue.keys[0], options)}`
      : undefined;
}

function knownFor(unknown: string, options: readonly string[]): string {
  if (options.length === 0) return 'it has none';
  if (options.length <= MOST_LISTED) return `it has ${options.join(', ')}`;
  const near = nearest(unknown, options);
  return near === undefined ? 'leave it out' : `it has ${near}`;
}

/**
 * Makes the table of a group.
 *
 * @param what what the variants are, for messages: "pooling"
 * @param usual name of the variant that settings without `kind` mean
 * @param entries the variants, in the order in which help lists them
 */
export function createVariants<Entry extends Variant>(
  what: string,
  usual: string,
  entries: readonly Entry[],
): Variants<Entry> {
  const table: Record<string, Entry> = {};
  let union: z.ZodType | undefined;
  const current = (): z.ZodType => (union ??= unionOf(Object.values(table), usual));
  const add = (variant: Variant): void => {
    const kind = kindOf(variant);
    if (Object.hasOwn(table, kind)) {
      throw new ConfigError(`A ${what} needs a name of its own, got ${kind}, which exists.`);
    }
    table[kind] = variant as Entry;
    union = undefined;
  };
  for (const entry of entries) add(entry);
  const schema = z.lazy(current);
  // zod keeps the first answer of a lazy schema; here a later variant must change it
  Object.defineProperty(schema._zod, 'innerType', { get: current });
  return {
    schema: schema as z.ZodType<z.output<Entry['settings']>>,
    kinds: () => Object.keys(table),
    get: (kind) => lookup(what, table, kind),
    add,
  };
}

/** The name of a variant. */
export function kindOf({ settings }: Variant): string {
  return settings.shape.kind.value;
}

function unionOf(entries: readonly Variant[], usual: string): z.ZodType {
  const kinds = entries.map(kindOf);
  const options = entries.map(
    (entry): z.ZodObject =>
      kindOf(entry) === usual ? withDefaultKind(entry.settings, usual) : entry.settings,
  );
  return z.discriminatedUnion('kind', options as [z.ZodObject, ...z.ZodObject[]], {
    error: ({ code, input }) =>
      code === 'invalid_union'
        ? `must be one of ${kinds.join(', ')}, got ${JSON.stringify((input as { kind?: unknown }).kind)}`
        : undefined,
  });
}

function withDefaultKind(settings: VariantSettings, kind: string): z.ZodObject {
  const open: z.ZodObject = settings; // typed by its kind it would take no other one
  const extended = open.safeExtend({ kind: z.literal(kind).default(kind) });
  return extended.describe(settings.description ?? '');
}
