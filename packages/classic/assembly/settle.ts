/** What was kept for a point, in the order of exact distances. */
import {
  D,
  farRow,
  FLOAT,
  foundDistances,
  foundRows,
  keep,
  listOf,
  moved,
  productError,
  proven,
  rounding,
  rows,
  scratch,
  Table,
  wanted,
} from './job';
import { distanceOf, indexOf } from './lists';

/**
 * Writes the nearest of the kept rows, in the order of their distance in float64 and then of their index, and whether
 * they are surely the nearest: farther ones than the last in the list were not kept, and rounding moves them a little.
 *
 * Rows equal to the point are alike, whichever of them are taken. A row is not its own neighbour.
 *
 * @returns whether they are
 */
export function settle(table: Table, at: i32): bool {
  const list = listOf(table, at);
  const n = load<i32>(table.order + (<usize>at) * 4);
  const point = table.values + (<usize>n) * (<usize>D) * FLOAT;
  let count = 0;
  for (let k = 0; k < keep; k++) {
    if (distanceOf(list, k) == Infinity) break;
    const other = indexOf(list, k);
    const row = load<i32>(rows.order + (<usize>other) * 4);
    if (table === rows && row == n) continue;
    place(count++, exactDistance(point, rows.values + (<usize>row) * (<usize>D) * FLOAT), row);
  }
  const enough = count >= wanted;
  const farthest = enough ? distanceAt(wanted - 1) : Infinity;
  const last = <f64>distanceOf(list, keep - 1);
  const norm = <f64>load<f32>(table.norms + (<usize>at) * FLOAT);
  const least = max(<f64>0, sqrt(max(<f64>0, last - productError * (norm + farRow))) - moved);
  const surely = (1 - rounding) * least * least;
  const isProven = farthest == 0 || farthest < surely;
  store<u8>(proven + <usize>n, isProven ? 1 : 0);
  if (!isProven) return false;
  for (let k = 0; k < wanted; k++) {
    const to = <usize>(n * wanted + k);
    store<i32>(foundRows + to * 4, rowAt(k));
    store<f64>(foundDistances + to * 8, distanceAt(k));
  }
  return true;
}

/** Added up channel after channel, as in nearest-rows.ts. */
function exactDistance(point: usize, row: usize): f64 {
  let sum: f64 = 0;
  for (let at: usize = 0; at < (<usize>D) * FLOAT; at += FLOAT) {
    const difference = <f64>load<f32>(point + at) - <f64>load<f32>(row + at);
    sum += difference * difference;
  }
  return sum;
}

/** Puts a row in its place among the first `count` in the room of the thread. */
function place(count: i32, distance: f64, row: i32): void {
  let at = count;
  for (; at > 0; at--) {
    const before = distanceAt(at - 1);
    if (before < distance || (before == distance && rowAt(at - 1) < row)) break;
    store<f64>(scratch + (<usize>at) * 16, before);
    store<i32>(scratch + (<usize>at) * 16, rowAt(at - 1), 8);
  }
  store<f64>(scratch + (<usize>at) * 16, distance);
  store<i32>(scratch + (<usize>at) * 16, row, 8);
}

@inline
function distanceAt(k: i32): f64 {
  return load<f64>(scratch + (<usize>k) * 16);
}

@inline
function rowAt(k: i32): i32 {
  return load<i32>(scratch + (<usize>k) * 16, 8);
}
