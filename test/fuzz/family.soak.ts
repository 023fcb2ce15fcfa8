/** What families of fuzzed files have in common. */
import { isUserError, type Random } from '@anodec/core';
import type { TableReader } from '@anodec/tables';

/** How a case ended that ended well. */
export type Ending = 'right' | 'refused';

/**
 * Makes one file from random numbers, reads it in a folder of its own, and checks what came of it.
 *
 * @throws Error at a crash or a wrong result, with all that is needed to look at it
 */
export type FuzzFamily = (random: Random, folder: string) => Promise<Ending>;

/** Columns and cells of a table, row by row, in a form that can be compared. */
export interface ReadTable {
  readonly columns: readonly (readonly [name: string, kind: string])[];
  /** Row number, then the cells in the order of the columns; null is an empty number. */
  readonly rows: readonly (readonly (number | string | null)[])[];
}

/**
 * Reads a table to its end.
 *
 * @returns undefined when it was refused
 * @throws Error when it failed in any other way than a sentence for the user
 */
export async function readOrRefuse(
  open: () => Promise<TableReader>,
): Promise<ReadTable | undefined> {
  try {
    const table = await open();
    try {
      return await collect(table);
    } finally {
      await table.close();
    }
  } catch (error) {
    if (isUserError(error) && error.message.length < 2000) return undefined;
    throw error;
  }
}

async function collect(table: TableReader): Promise<ReadTable> {
  const { columns } = table;
  const K = columns.filter(({ kind }) => kind !== 'text').length;
  const rows: (number | string | null)[][] = [];
  for await (const chunk of table.chunks()) {
    for (let r = 0; r < chunk.rows; r++) {
      const row: (number | string | null)[] = [chunk.firstRow + r];
      let [k, j] = [0, 0];
      for (const { kind } of columns) {
        if (kind === 'text') row.push(chunk.texts[j++][r]);
        else row.push(orNull(chunk.numbers[r * K + k++]));
      }
      rows.push(row);
    }
  }
  return { columns: columns.map(({ name, kind }) => [name, kind]), rows };
}

/** JSON knows no NaN, and no difference between 0 and -0. */
export function orNull(value: number): number | null {
  return Number.isNaN(value) ? null : value + 0;
}

/** @throws Error when a table was read that is not the right one */
export function checkSame(what: string, got: ReadTable | undefined, right: unknown): Ending {
  if (got === undefined) return 'refused';
  const [ours, theirs] = [JSON.stringify(got), JSON.stringify(right) ?? 'a refusal'];
  if (ours === theirs) return 'right';
  throw new Error(
    `Got ${difference(ours, theirs)}, but right is ${difference(theirs, ours)} from ${what}`,
  );
}

/** The part of a text around the first character in which it differs from another. */
export function difference(text: string, other: string): string {
  let at = 0;
  while (at < text.length && text[at] === other[at]) at++;
  return `… ${text.slice(Math.max(0, at - 80), at + 200)} …`;
}

/** One of several. */
export function pick<T>(random: Random, items: readonly T[]): T {
  return items[random.integer(items.length)];
}
