/**
 * Items in the notation of DynamoDB, where each value stands beside the letter of its type, as plain rows: maps and
 * lists become columns named by the path to a value, such as `payload.data.temperature`.
 *
 * Source: AWS, "DynamoDB low-level API", data type descriptors.
 */
import { isRecord } from '@anodec/core';

/** A row by the paths of its values. */
export type FlatRow = Readonly<Record<string, unknown>>;

const LETTERS = ['S', 'N', 'BOOL', 'NULL', 'M', 'L', 'B', 'SS', 'NS', 'BS'];

/** Whether a value is one beside the letter of its type, such as {"N": "20.5"}. */
function isDescribed(value: unknown): value is Readonly<Record<string, unknown>> {
  if (!isRecord(value)) return false;
  const [letter, ...others] = Object.keys(value);
  return others.length === 0 && LETTERS.includes(letter);
}

/**
 * The values of an item by their paths. Numbers are rounded to doubles; sets and bytes become texts, which whoever
 * reads the table refuses where a reading is expected.
 *
 * @param item by the names of its attributes, each in the notation of DynamoDB or plain
 */
export function flattenItem(item: Readonly<Record<string, unknown>>): FlatRow {
  const row: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(item)) flatten(value, name, row);
  return row;
}

function flatten(value: unknown, path: string, row: Record<string, unknown>): void {
  if (isDescribed(value)) return flattenDescribed(value, path, row);
  if (isRecord(value)) {
    for (const [name, inner] of Object.entries(value)) flatten(inner, `${path}.${name}`, row);
  } else if (Array.isArray(value)) {
    for (const [i, inner] of value.entries()) flatten(inner, `${path}.${i}`, row);
  } else row[path] = value;
}

function flattenDescribed(
  value: Readonly<Record<string, unknown>>,
  path: string,
  row: Record<string, unknown>,
): void {
  const [[letter, inner]] = Object.entries(value);
  if (letter === 'M' || letter === 'L') flatten(inner, path, row);
  else if (letter === 'N') row[path] = Number(inner);
  else if (letter === 'NULL') row[path] = null;
  else if (letter === 'S' || letter === 'BOOL') row[path] = inner;
  else row[path] = JSON.stringify(inner);
}
