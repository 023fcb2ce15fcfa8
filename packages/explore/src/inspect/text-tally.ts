/** Counts of the texts of a column. */
import type { TextColumn } from './columns.js';

/** Distinct texts that are counted at most: a column of times as text has one for each row. */
const MOST_TEXTS = 1000;
/** Texts that a report names. */
const MOST_FREQUENT = 10;

/** A column of texts being counted. */
export interface TextTally {
  add(cells: readonly string[]): void;
  report(): TextColumn;
  /** (T), 1 for attack, 0 for normal; undefined where a cell is neither. */
  flags(): Uint8Array | undefined;
}

/** Creates an empty tally. @param labels whether the column may be that of the labels */
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

/** A cell as `parseLabel` reads it; undefined where that throws. */
function attackIn(cell: string): 0 | 1 | undefined {
  const word = cell.replace(/\s/g, '').toLowerCase();
  if (word === 'attack') return 1;
  return word === 'normal' ? 0 : undefined;
}
