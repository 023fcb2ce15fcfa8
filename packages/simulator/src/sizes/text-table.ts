/** Text tables as the sources write them. */
import type { Random } from '@anodec/core';

/** A table to write: a row of names, then rows of cells. */
export interface MadeTable {
  readonly names: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

/** One of the items, each equally likely. */
export function pick<Item>(random: Random, items: readonly Item[]): Item {
  return items[random.integer(items.length)];
}

/** One of the items by their `share`, which need not sum to 1. */
export function pickByShare<Item extends { readonly share: number }>(
  random: Random,
  items: readonly Item[],
): Item {
  let left = random.uniform() * items.reduce((sum, { share }) => sum + share, 0);
  return items.find(({ share }) => (left -= share) < 0) ?? items[items.length - 1];
}

/** A count of at least 1 with this mean, falling off evenly (geometric). */
export function countAround(random: Random, mean: number): number {
  if (mean <= 1) return 1;
  return 1 + Math.floor(Math.log(1 - random.uniform()) / Math.log(1 - 1 / mean));
}

/** A whole number with blanks between its thousands: 2 085. */
export function withBlanks(value: number): string {
  return String(Math.round(value)).replaceAll(/\B(?=(\d{3})+$)/g, ' ');
}

/** A number of centimetres with a decimal comma: 108,2. */
export function withComma(value: number): string {
  return value.toFixed(1).replace('.', ',');
}

/** The table as text. @param lineEnd after every row */
export function tableText({ names, rows }: MadeTable, delimiter: string, lineEnd: string): string {
  const quoted = (cell: string): string => (cell.includes(delimiter) ? `"${cell}"` : cell);
  return [names, ...rows].map((row) => row.map(quoted).join(delimiter) + lineEnd).join('');
}
