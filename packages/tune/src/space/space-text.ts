/**
 * Search spaces as people write them: `hiddenSize=16..128:log,cell=lstm|gru` in one line, or an object by
 * name from a file. What the text leaves open, such as whether a number is whole, settings complete later.
 */
import { ConfigError } from '@anodec/core';
import { z } from 'zod';
import type { Value } from './space.js';

/** A setting as it was written. */
export interface WrittenDimension {
  /** Name or path, as it was typed. */
  readonly name: string;
  /** Absent where only the name was given: the range is that of the setting. */
  readonly range?: WrittenRange;
  /** Absent where nothing was said. */
  readonly when?: Readonly<Record<string, readonly Value[]>>;
}

/** Bounds or values. */
export type WrittenRange =
  | { readonly low: number; readonly high: number; readonly log: boolean; readonly step?: number }
  | { readonly values: readonly Value[] };

const ValueSchema: z.ZodType<Value> = z.lazy(() =>
  z.union([z.string(), z.number(), z.boolean(), z.null(), z.array(ValueSchema)]),
);

/** The forms that a setting may have in a file. */
const FileEntry = z.union([
  z.string(),
  z.array(ValueSchema),
  z.null(),
  z.strictObject({
    low: z.number(),
    high: z.number(),
    log: z.boolean().default(false),
    step: z.number().optional(),
    when: z.record(z.string(), z.union([z.array(ValueSchema), ValueSchema])).optional(),
  }),
  z.strictObject({
    choices: z.array(ValueSchema),
    when: z.record(z.string(), z.union([z.array(ValueSchema), ValueSchema])).optional(),
  }),
]);

/**
 * Reads a search space from one line.
 *
 * @param text settings separated by commas: `a=1..9`, `a=1..9:log`, `a=0.1..0.9:0.1` (steps), `a=x|y`, or `a`
 *   alone for the range that the setting has
 * @throws ConfigError that quotes the part that cannot be read
 */
export function parseSpaceText(text: string): WrittenDimension[] {
  return splitOutsideBrackets(text, ',').map((part) => {
    const [name, ...rest] = part.split('=');
    const value = rest.join('=');
    if (name.trim() === '' || (part.includes('=') && value.trim() === '')) {
      throw new ConfigError(
        `A setting of the search space must be written as name=16..128 or name=a|b, got ${JSON.stringify(part)}.`,
      );
    }
    return {
      name: name.trim(),
      ...(rest.length > 0 && { range: parseRange(name.trim(), value.trim()) }),
    };
  });
}

/**
 * Reads a search space from the object of a file: text, a list of values, or `{low, high, log, step, when}` or
 * `{choices, when}` for each setting.
 *
 * @param origin name of the file
 * @throws ConfigError that names the setting that cannot be read
 */
export function parseSpaceObject(object: unknown, origin: string): WrittenDimension[] {
  const entries = z.record(z.string(), z.unknown()).safeParse(object);
  if (!entries.success) {
    throw new ConfigError(
      `${origin} must hold settings by name such as hiddenSize: 16..128:log, got something else.`,
    );
  }
  return Object.entries(entries.data).map(([name, entry]) => {
    const { data, success } = FileEntry.safeParse(entry);
    if (!success) {
      throw new ConfigError(
        `${name} in ${origin} must be a text such as 16..128:log, a list of values, {low, high} or {choices}, got ` +
          `${JSON.stringify(entry)}.`,
      );
    }
    return { name, ...fromEntry(name, data) };
  });
}

function fromEntry(
  name: string,
  entry: z.output<typeof FileEntry>,
): Omit<WrittenDimension, 'name'> {
  if (entry === null) return {};
  if (typeof entry === 'string') return { range: parseRange(name, entry) };
  if (Array.isArray(entry)) return { range: { values: entry } };
  const { when, ...range } = entry;
  const lists = Object.entries(when ?? {}).map(([other, value]): [string, readonly Value[]] => [
    other,
    Array.isArray(value) ? value : [value],
  ]);
  return {
    range: 'choices' in range ? { values: range.choices } : range,
    ...(when && { when: Object.fromEntries(lists) }),
  };
}

const NUMBER = String.raw`[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?`;
const RANGE = new RegExp(`^(${NUMBER})\\.\\.(${NUMBER})(?::(.+))?$`);

function parseRange(name: string, text: string): WrittenRange {
  const [, low, high, how] = RANGE.exec(text) ?? [];
  if (low === undefined) return { values: splitOutsideBrackets(text, '|').map(parseValue) };
  const bounds = { low: Number(low), high: Number(high) };
  if (how === undefined || how === 'log') return { ...bounds, log: how === 'log' };
  const step = Number(how);
  if (Number.isFinite(step)) return { ...bounds, log: false, step };
  throw new ConfigError(
    `The range of ${name} must end with :log, a step such as :0.1, or nothing, got ":${how}".`,
  );
}

/** A number, true, false, null, a list in brackets; anything else is a name. */
function parseValue(text: string): Value {
  const trimmed = text.trim();
  if (!/^[-+.\d[tfn]/.test(trimmed)) return trimmed;
  try {
    return ValueSchema.parse(JSON.parse(trimmed));
  } catch {
    return trimmed;
  }
}

function splitOutsideBrackets(text: string, separator: string): string[] {
  const parts = [''];
  let depth = 0;
  for (const letter of text) {
    if (letter === '[') depth += 1;
    if (letter === ']') depth -= 1;
    if (letter === separator && depth === 0) parts.push('');
    else parts[parts.length - 1] += letter;
  }
  return parts;
}
