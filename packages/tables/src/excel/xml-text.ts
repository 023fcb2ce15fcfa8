/** XML text and tags, as far as the parts of a workbook need them. */
import { DataError } from '@anodec/core';

const NAMED: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
};

/** The control characters, halves of surrogate pairs and non-characters that XML 1.0 cannot hold. */
export const FORBIDDEN = /[^\t\n\r\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]/u;

/**
 * Decodes text between tags or in an attribute.
 *
 * Entities that a document defines itself are refused: none is needed, and a few lines of them can
 * expand to fill the memory.
 */
export function decodeXml(raw: string, source: string): string {
  const lines = raw.includes('\r') ? raw.replace(/\r\n?/g, '\n') : raw; // as XML 1.0, 2.11 has it
  const text = lines.includes('&') ? decodeEntities(lines, source) : lines;
  const [forbidden] = FORBIDDEN.exec(text) ?? [];
  if (forbidden === undefined) return text;
  throw new DataError(
    `${source} must hold only characters that XML allows, got ${JSON.stringify(forbidden)}. Get an intact copy.`,
  );
}

function decodeEntities(text: string, source: string): string {
  return text.replace(/&([^;&]*);?/g, (entity, name: string) => {
    const decoded = NAMED[name] ?? numericEntity(name);
    if (decoded !== undefined && entity.endsWith(';')) return decoded;
    throw new DataError(
      `${source} must hold only the entities of XML itself, got ${entity.slice(0, 40)}.`,
    );
  });
}

function numericEntity(name: string): string | undefined {
  const match = /^#(?:x([0-9a-f]{1,6})|([0-9]{1,7}))$/i.exec(name);
  if (!match) return undefined;
  const code = match[1] ? Number.parseInt(match[1], 16) : Number(match[2]);
  return code <= 0x10ffff ? String.fromCodePoint(code) : undefined;
}

/** The tags of one name with their attributes, in their order. */
export function findTags(
  xml: string,
  name: string,
  source: string,
): readonly Readonly<Record<string, string>>[] {
  const tags: Record<string, string>[] = [];
  for (const [, body] of xml.matchAll(
    new RegExp(`<${name}(\\s(?:[^>"']|"[^"]*"|'[^']*')*)?/?>`, 'g'),
  )) {
    const attributes: Record<string, string> = {};
    for (const match of (body ?? '').matchAll(/([\w:.-]+)\s*=\s*(?:"([^"]*)"|'([^']*)')/g)) {
      attributes[match[1]] = decodeXml(match[2] ?? match[3], source);
    }
    tags.push(attributes);
  }
  return tags;
}
