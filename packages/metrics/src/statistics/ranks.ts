/** Ranks from 1, ties getting the mean of the ranks that they cover. */

/** Ranks of values. */
export interface Ranks {
  /** (n), in the order of the values; halves occur where values are tied. */
  readonly ranks: Float64Array;
  /** How many values each distinct value has, in increasing order of the values. */
  readonly ties: readonly number[];
}

/**
 * Ranks values from the smallest, 1, to the largest, n.
 *
 * @param values (n), without NaN; left as they are
 */
export function midRanks(values: ArrayLike<number>): Ranks {
  const order = Array.from(values, (_, i) => i).sort((a, b) => values[a] - values[b]);
  const ranks = new Float64Array(values.length);
  const ties: number[] = [];
  for (let first = 0; first < order.length; ) {
    let end = first + 1;
    while (end < order.length && values[order[end]] === values[order[first]]) end++;
    for (let i = first; i < end; i++) ranks[order[i]] = (first + 1 + end) / 2;
    ties.push(end - first);
    first = end;
  }
  return { ranks, ties };
}

/** Σ (t³ − t) over groups of t tied values, which corrects variances of rank sums. */
export function tieSum(ties: readonly number[]): number {
  return ties.reduce((sum, t) => sum + (t ** 3 - t), 0);
}
