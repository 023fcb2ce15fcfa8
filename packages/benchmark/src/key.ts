/** Keys of results: the same for the same settings and data, whatever the order of their fields. */
import { createHash } from 'node:crypto';
import { isRecord } from '@anodec/core';

/** Sixteen hexadecimal digits of the SHA-256 of a document. @param document as JSON can hold it */
export function keyOf(document: unknown): string {
  return createHash('sha256')
    .update(JSON.stringify(sorted(document)))
    .digest('hex')
    .slice(0, 16);
}

/** The document with the fields of every object in the order of their names. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (!isRecord(value)) return value;
  const names = Object.keys(value).sort();
  return Object.fromEntries(names.map((name) => [name, sorted(value[name])]));
}
