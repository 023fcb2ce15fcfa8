/** Rows that repeat another row. */
import type { Column, ColumnTable } from '../inspect/columns.js';

/** How many rows repeat others. */
export interface RepeatedRows {
  /** Rows whose readings are, in every channel, those of the row above. */
  readonly likeTheRowAbove: number;
  /** Rows that equal an earlier one in time and in every channel, as pandas' `duplicated` counts. */
  readonly duplicates: number;
}

/** A counter of repeated rows that takes a table channel by channel, without assembling rows. */
export function createRepeatFinder({
  rows,
  times,
  clock,
}: Pick<ColumnTable, 'rows' | 'times' | 'clock'>): {
  add(values: Column): void;
  report(): RepeatedRows;
} {
  const same = new Uint8Array(rows).fill(1);
  const hashes = [new Uint32Array(rows).fill(0x811c9dc5), new Uint32Array(rows).fill(0x9747b28c)];
  const cell = new Float64Array(1);
  const halves = new Uint32Array(cell.buffer);
  const mix = (values: Column | Float64Array): void => {
    const [a, b] = hashes;
    for (let t = 0; t < rows; t++) {
      cell[0] = values[t] + 0; // minus zero equals zero
      a[t] = Math.imul(a[t] ^ halves[0], 0x01000193) ^ Math.imul(halves[1], 0x85ebca6b);
      b[t] = Math.imul(rotate(b[t]) ^ halves[1], 0xcc9e2d51) + Math.imul(halves[0], 0x1b873593);
    }
  };
  if (clock !== 'rows') mix(times);
  let channels = 0;
  return {
    add(values) {
      channels++;
      mix(values);
      for (let t = 1; t < rows; t++) {
        const [now, above] = [values[t], values[t - 1]];
        if (now !== above && !(Number.isNaN(now) && Number.isNaN(above))) same[t] = 0;
      }
    },
    report: () => ({
      likeTheRowAbove: channels === 0 ? 0 : same.subarray(1).reduce((sum, flag) => sum + flag, 0),
      duplicates: channels === 0 ? 0 : countRepeats(hashes),
    }),
  };
}

function rotate(word: number): number {
  return (word << 13) | (word >>> 19);
}

/** 53 of the 64 bits, which sort as numbers: among a million rows, a false repeat has a chance of 1 in 18,000. */
function countRepeats([a, b]: readonly Uint32Array[]): number {
  const keys = Float64Array.from(a, (word, t) => word * 0x200000 + (b[t] >>> 11)).sort();
  let repeats = 0;
  for (let t = 1; t < keys.length; t++) if (keys[t] === keys[t - 1]) repeats++;
  return repeats;
}
