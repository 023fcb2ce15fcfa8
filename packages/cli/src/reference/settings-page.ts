/** The reference of settings: every group with its settings, ranges, defaults and flags, from the schemas. */
import type { Sections } from '@anodec/pipeline/basics';
import { z } from 'zod';
import { allCommands, type NamedCommand } from '../commands/all-commands.js';
import { flagsOf } from '../flags.js';
import { defaultKind, type JsonSchema, kindOf, objectsOf } from '../json-schema.js';
import { shownDefault } from './command-pages.js';
import { codeMarkdown, markdownTable, plainMarkdown } from './markdown.js';

/** A schema with the limits that flags do not need. */
interface LimitedSchema extends JsonSchema {
  readonly minimum?: number;
  readonly maximum?: number;
  readonly exclusiveMinimum?: number;
  readonly exclusiveMaximum?: number;
}

/** A group of settings and the commands that have it. */
interface Group {
  readonly name: string;
  readonly schema: Sections[string];
  readonly usedBy: string[];
}

/** What the page begins with. */
const HEAD = `# Settings

Every setting of every command, by the group under which it stands in a file for \`--config\` and in \`config.json\` of a
run. Its flag stands beside it. A group with variants has a setting \`kind\`; the options of each variant follow, and an
option that the chosen variant does not have is refused.`;

/** The page, as Markdown. */
export async function settingsPage(): Promise<string> {
  return [HEAD, ...groupsOf(await allCommands()).map(sectionOf)].join('\n\n');
}

/** Groups of all commands; those that share a schema are one. */
function groupsOf(all: readonly NamedCommand[]): Group[] {
  const found: Group[] = [];
  for (const { words, command } of all) {
    const user = ['anodec', ...words].join(' ');
    for (const [name, schema] of Object.entries(command.sections)) {
      const known = found.find((group) => group.name === name && group.schema === schema);
      if (known) known.usedBy.push(user);
      else found.push({ name, schema, usedBy: [user] });
    }
  }
  return found;
}

function sectionOf({ name, schema, usedBy }: Group): string {
  const json = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }) as LimitedSchema;
  const flags = new Map(
    flagsOf({ [name]: schema }).map((flag) => [flag.path.join('.'), `--${flag.name}`]),
  );
  const rows = rowsOf(json, []).map(({ path, what, range, initial, kinds }) => [
    codeMarkdown(path),
    kinds.length === 0 ? what : `${what} Of ${kinds.map(codeMarkdown).join(', ')}.`,
    range,
    initial,
    codeMarkdown(flags.get(path) ?? ''),
  ]);
  const where = usedBy.map((command) => codeMarkdown(command)).join(', ');
  const table = markdownTable(['setting', 'what it is', 'values', 'default', 'flag'], rows);
  return `## ${name}\n\nOf ${where}.\n\n${table}`;
}

/** A line of the table. */
interface Row {
  readonly path: string;
  readonly what: string;
  readonly range: string;
  readonly initial: string;
  /** The variants that have it; none where all have. */
  readonly kinds: readonly string[];
}

function rowsOf(schema: LimitedSchema, path: readonly string[]): Row[] {
  const variants = objectsOf(schema);
  if (variants.length === 0) return [leafOf(schema, path)];
  if (variants.length === 1 && kindOf(variants[0]) === undefined) {
    return Object.entries(variants[0].properties ?? {}).flatMap(([key, property]) =>
      rowsOf(property, [...path, key]),
    );
  }
  const kind: LimitedSchema = {
    type: 'string',
    enum: variants.flatMap((variant) => kindOf(variant) ?? []),
    description: schema.description ?? 'Variant of the group',
    default: defaultKind(variants),
  };
  const options = variants.flatMap((variant) =>
    Object.entries(variant.properties ?? {})
      .filter(([key]) => key !== 'kind')
      .flatMap(([key, property]) => rowsOf(property, [...path, key]))
      .map((row) => ({ ...row, kinds: [kindOf(variant) ?? ''] })),
  );
  return [leafOf(kind, [...path, 'kind']), ...merged(options, variants.length)];
}

/** Options that several variants have in the same words, once, with the variants that have them. */
function merged(rows: readonly Row[], variants: number): Row[] {
  const known = new Map<string, Row>();
  for (const row of rows) {
    const { kinds, ...rest } = row;
    const key = JSON.stringify(rest);
    known.set(key, { ...row, kinds: [...(known.get(key)?.kinds ?? []), ...kinds] });
  }
  return [...known.values()].map((row) =>
    row.kinds.length < variants ? row : { ...row, kinds: [] },
  );
}

function leafOf(schema: LimitedSchema, path: readonly string[]): Row {
  return {
    path: path.join('.'),
    what: `${plainMarkdown(schema.description ?? '')}.`,
    range: rangeOf(schema),
    initial: shownDefault(schema.default),
    kinds: [],
  };
}

/** The values that a setting may have, in words. */
function rangeOf(schema: LimitedSchema): string {
  if (schema.const !== undefined) return codeMarkdown(schema.const);
  if (schema.enum) return schema.enum.map(codeMarkdown).join(', ');
  if (schema.items) return `list of ${rangeOf(schema.items)}`;
  const either = schema.anyOf ?? schema.oneOf;
  if (either) return [...new Set(either.map(rangeOf))].join(' or ');
  const type = String(schema.type ?? 'text');
  const name = { string: 'text', boolean: 'true or false', integer: 'whole number' }[type] ?? type;
  return `${name}${limitsOf(schema)}`;
}

function limitsOf({ minimum, maximum, exclusiveMinimum, exclusiveMaximum }: LimitedSchema): string {
  const parts = [
    ['from', minimum],
    ['above', exclusiveMinimum],
    ['to', maximum],
    ['below', exclusiveMaximum],
  ] as const;
  return parts.map(([word, limit]) => (isLimit(limit) ? ` ${word} ${limit}` : '')).join('');
}

/** zod bounds every whole number by those that are exact; such a bound says nothing. */
function isLimit(limit: number | undefined): limit is number {
  return limit !== undefined && Math.abs(limit) < Number.MAX_SAFE_INTEGER;
}
