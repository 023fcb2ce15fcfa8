/** The nearest rows of a table to a row, by brute force that gives up a row as soon as it is too far. */

/** The nearest rows found so far, the nearest first; overwritten by each search. */
export interface Nearest {
  /** (K), indices of rows. */
  readonly rows: Int32Array;
  /** (K), squared distances. */
  readonly distances: Float64Array;
}

/** Room for the K nearest rows. */
export function createNearest(K: number): Nearest {
  return { rows: new Int32Array(K), distances: new Float64Array(K) };
}

/** Channels that are added up before the sum is compared with the best. */
const BLOCK = 8;

/**
 * Finds the nearest rows by squared Euclidean distance over the readings that are there; of equal ones
 * the first.
 *
 * @param rows (R, C) without missing readings, R ≥ K
 * @param row (C), NaN where a reading is missing
 * @param nearest overwritten
 */
export function nearestRows(rows: Float32Array, row: Float32Array, nearest: Nearest): void {
  const C = row.length;
  const K = nearest.rows.length;
  const { distances } = nearest;
  distances.fill(Infinity);
  for (let start = 0, r = 0; start < rows.length; start += C, r++) {
    const limit = distances[K - 1];
    let sum = 0;
    for (let c = 0; c < C && sum < limit; ) {
      const end = Math.min(c + BLOCK, C);
      for (; c < end; c++) {
        const step = row[c] - rows[start + c];
        if (step === step) sum += step * step; // false for NaN, faster than Number.isNaN here
      }
    }
    if (sum < limit) insert(nearest, r, sum);
  }
}

/** Puts a row in its place; the last one is lost. */
function insert({ rows, distances }: Nearest, r: number, distance: number): void {
  let at = rows.length - 1;
  for (; at > 0 && distances[at - 1] > distance; at--) {
    distances[at] = distances[at - 1];
    rows[at] = rows[at - 1];
  }
  distances[at] = distance;
  rows[at] = r;
}
