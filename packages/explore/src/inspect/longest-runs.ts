/** Runs of equal values in a channel. */
import type { Column } from './columns.js';

/** Consecutive rows with the same value. */
export interface ValueRun {
  readonly value: number;
  /** First row. */
  readonly start: number;
  readonly rows: number;
}

/** Statistics of the runs of a channel. */
export interface Runs {
  /** The longest run of a value that is not among `apart`; absent where there is none. */
  readonly longest?: ValueRun;
  /** The 99 % quantile of the lengths of the runs that are not among `apart`. */
  readonly usualLength: number;
  /** The longest run of each value of `apart`. */
  readonly at: ReadonlyMap<number, ValueRun>;
}

/**
 * Finds the longest runs. A missing reading ends a run.
 *
 * @param values (T), in the order of the rows
 * @param apart values at which a channel may rest, such as the ends of its scale
 */
export function longestRuns(values: Column, apart: readonly number[]): Runs {
  const at = new Map<number, ValueRun>();
  const counts = new Map<number, number>();
  let longest: ValueRun | undefined;
  let total = 0;
  for (let start = 0; start < values.length; ) {
    const value = values[start];
    let end = start + 1;
    while (end < values.length && values[end] === value) end++;
    const rows = end - start;
    if (apart.includes(value)) {
      if (rows > (at.get(value)?.rows ?? 0)) at.set(value, { value, start, rows });
    } else if (Number.isFinite(value)) {
      total++;
      counts.set(rows, (counts.get(rows) ?? 0) + 1);
      if (rows > (longest?.rows ?? 0)) longest = { value, start, rows };
    }
    start = end;
  }
  const usualLength = lengthBelow(counts, 0.99 * total);
  return { ...(longest && { longest }), usualLength, at };
}

/** The length that a number of runs do not exceed. */
function lengthBelow(counts: ReadonlyMap<number, number>, runs: number): number {
  let below = 0;
  for (const [length, count] of [...counts].sort(([a], [b]) => a - b)) {
    below += count;
    if (below >= runs) return length;
  }
  return 0;
}
