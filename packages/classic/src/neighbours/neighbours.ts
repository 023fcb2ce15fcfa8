/** The nearest rows of a table to each of many points. */
import type { Work } from '../work.js';
import { type Points, pointCount } from '../points/point-method.js';
import { createNearest, nearestRows } from './nearest-rows.js';

/** Neighbours of N points, the nearest first. */
export interface Neighbours {
  /** K */
  readonly count: number;
  /** (N, K), indices of rows. */
  readonly rows: Int32Array;
  /** (N, K), squared distances in float64. */
  readonly distances: Float64Array;
}

/**
 * Finds the `count` nearest rows to each point; of equally near ones the first.
 *
 * @param rows (R, D), complete, R ≥ count
 * @param points (N, D); distances are over the numbers that are there
 */
export function findNeighbours(rows: Points, points: Points, count: number): Neighbours {
  const N = pointCount(points);
  const found = { rows: new Int32Array(N * count), distances: new Float64Array(N * count) };
  const nearest = createNearest(count);
  for (let n = 0; n < N; n++) {
    const point = points.values.subarray(n * points.size, (n + 1) * points.size);
    nearestRows(rows.values, point, nearest);
    found.rows.set(nearest.rows, n * count);
    found.distances.set(nearest.distances, n * count);
  }
  return { count, ...found };
}

/**
 * Finds the nearest other rows of each row of a table.
 *
 * @param rows (R, D), complete, R > count
 * @returns a row is not its own neighbour; rows equal to it are
 */
export async function findOtherNeighbours(
  rows: Points,
  count: number,
  work: Work,
): Promise<Neighbours> {
  const R = pointCount(rows);
  const found = { rows: new Int32Array(R * count), distances: new Float64Array(R * count) };
  const atOnce = Math.max(1, Math.floor(2e7 / rows.values.length));
  for (let from = 0; from < R; from += atOnce) {
    const values = rows.values.subarray(from * rows.size, (from + atOnce) * rows.size);
    const piece = findNeighbours(rows, { values, size: rows.size }, count + 1);
    for (let n = 0; n < pointCount({ values, size: rows.size }); n++) {
      copyOthers(piece, n, from + n, found);
    }
    await work.piece(from);
  }
  return { count, ...found };
}

/** Copies the neighbours of a point but for itself, or for the last one where it is not among them. */
function copyOthers(
  piece: Neighbours,
  n: number,
  self: number,
  found: Pick<Neighbours, 'rows' | 'distances'>,
): void {
  const count = piece.count - 1;
  let at = self * count;
  for (let k = n * piece.count; at < (self + 1) * count; k++) {
    if (piece.rows[k] === self) continue;
    found.rows[at] = piece.rows[k];
    found.distances[at++] = piece.distances[k];
  }
}
