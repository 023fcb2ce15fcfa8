/** Counts the texts of a column. */
import type { TextColumn } from './columns.js';

/** Different texts that are counted: a column of times as text has as many as the table has rows. */
const MOST_TEXTS = 1000;
/** Texts that a report names. */
const MOST_FREQUENT = 10;

/** A column of texts being counted. */
export interface TextTally {
  add(cells: readonly string[]): void;
  report(): TextColumn;
  /** 1 for every row that says attack; undefined where a cell says neither attack nor normal. */
  flags(): Uint8Array | undefined;
}

/** @param labels whether the column may be that of the labels */
export function createTextTally(name: string, labels: boolean): TextTally {
  const counts = new Map<string, number>();
  let [missing, more] = [0, false];
  const flags: Uint8Array[] = [];
  let readable = labels;
  const count = (cell: string): void => {
    const before = counts.get(cell);
    if (before !== undefined) counts.set(cell, before + 1);
    else if (counts.size < MOST_TEXTS) counts.set(cell, 1);
    else more = true;
  };
  return {
    add(cells) {
      for (const cell of cells) {
        if (cell.trim() === '') missing++;
        else count(cell);
      }
      if (!readable) return;
      const read = cells.map(attackIn);
      readable = !read.includes(undefined);
      if (readable) flags.push(Uint8Array.from(read as number[]));
    },
    report: () => ({
      name,
      missing,
      distinct: counts.size,
      more,
      frequent: [...counts].sort(([, a], [, b]) => b - a).slice(0, MOST_FREQUENT),
    }),
    flags() {
      if (!readable) return undefined;
      const whole = new Uint8Array(flags.reduce((length, part) => length + part.length, 0));
      let at = 0;
      for (const part of flags) {
        whole.set(part, at);
        at += part.length;
      }
      return whole;
    },
  };
}

/** As `parseLabel` reads it, without its refusal. */
function attackIn(cell: string): 0 | 1 | undefined {
  const word = cell.replace(/\s/g, '').toLowerCase();
  if (word === 'attack') return 1;
  return word === 'normal' ? 0 : undefined;
}
