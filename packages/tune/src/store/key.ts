/** The hash of a point, by which a trial is found again. */
import { createHash } from 'node:crypto';
import { isRecord } from '@anodec/core';

/** Hexadecimal digits: among a million points two have the same one with a chance of 1 in 500,000. */
const LENGTH = 14;

/** A hash of a JSON document, the same whatever the order of the names in it. */
export function keyOf(document: unknown): string {
  return createHash('sha256')
    .update(JSON.stringify(sorted(document)))
    .digest('hex')
    .slice(0, LENGTH);
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (!isRecord(value)) return value;
  const names = Object.keys(value).sort();
  return Object.fromEntries(names.map((name) => [name, sorted(value[name])]));
}
