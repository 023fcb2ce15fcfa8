/** Leaves in the order of their distance from another leaf. */
import { leavesOf, M, rows, scratch, Table } from './job';

/** Where the order begins in the room of a thread, after the distances of a comparison. */
const AFTER: usize = 128;

/**
 * Orders the leaves of rows from `first` on by the distance of their bounds from those of a leaf, the near ones first.
 *
 * @returns how many they are; `leafAt` and `leastAt` read them
 */
export function orderLeaves(table: Table, leaf: i32, first: i32): i32 {
  const count = leavesOf(rows) - first;
  for (let i = 0; i < count; i++) put(i, boxDistance(table, leaf, first + i), first + i);
  // Shell's sort, with the gaps of Ciura 2001 and then by 9/4
  let gap = 1;
  while (gap < count / 3) gap = gap * 9 / 4 + 1;
  for (; gap > 0; gap = gap * 4 / 9) {
    for (let i = gap; i < count; i++) {
      const least = leastAt(i);
      const other = leafAt(i);
      let at = i;
      for (; at >= gap && leastAt(at - gap) > least; at -= gap) {
        put(at, leastAt(at - gap), leafAt(at - gap));
      }
      put(at, least, other);
    }
  }
  return count;
}

/** A leaf in the order. */
@inline
export function leafAt(i: i32): i32 {
  return load<i32>(scratch + AFTER + (<usize>i) * 16, 8);
}

/** The least squared distance of anything in it. */
@inline
export function leastAt(i: i32): f64 {
  return load<f64>(scratch + AFTER + (<usize>i) * 16);
}

@inline
function put(i: i32, least: f64, leaf: i32): void {
  store<f64>(scratch + AFTER + (<usize>i) * 16, least);
  store<i32>(scratch + AFTER + (<usize>i) * 16, leaf, 8);
}

/** The squared distance between the bounds of two leaves, at most that of any two of their points. */
function boxDistance(table: Table, leaf: i32, other: i32): f64 {
  const size = (<usize>M) * 8;
  const ourLow = table.lows + (<usize>leaf) * size;
  const ourHigh = table.highs + (<usize>leaf) * size;
  const low = rows.lows + (<usize>other) * size;
  const high = rows.highs + (<usize>other) * size;
  let sum: f64 = 0;
  for (let at: usize = 0; at < size; at += 8) {
    const gap = max(
      load<f64>(ourLow + at) - load<f64>(high + at),
      load<f64>(low + at) - load<f64>(ourHigh + at),
    );
    if (gap > 0) sum += gap * gap;
  }
  return sum;
}
