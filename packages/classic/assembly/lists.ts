/**
 * The lists of nearest rows, the nearest first: each entry has the bits of a distance above and an index below, which
 * are in the order of distances, because those are not negative.
 */
import { ENTRY, FLOAT, keep, listOf, locks, rows, scratch, Table } from './job';

/** An entry that is farther than any. */
const NONE: u64 = 0x7f800000_00000000;

/**
 * Puts pairs into the lists of the points, where their distances, (4, 8) in `scratch`, are below a limit.
 *
 * @param near a bit for each pair that may be
 */
export function keepNear(table: Table, first: i32, firstRow: i32, near: u32): void {
  for (; near != 0; near &= near - 1) {
    const pair = <i32>ctz(near);
    const row = firstRow + (pair & 7);
    if (row >= rows.count) continue;
    const point = first + (pair >> 3);
    const distance = load<f32>(scratch + (<usize>pair) * FLOAT);
    const limit = table.limits + (<usize>point) * FLOAT;
    if (distance < load<f32>(limit)) store<f32>(limit, insert(listOf(table, point), distance, row));
  }
}

/**
 * The same for pairs of rows, each of which goes into the lists of both; it counts where the second row comes later.
 *
 * Other threads may change the same lists, so that a row's word in `locks` is held meanwhile; a limit that is read
 * without it may be an earlier one, which was higher and therefore leaves nothing out.
 */
export function keepMutually(first: i32, second: i32, near: u32): void {
  for (; near != 0; near &= near - 1) {
    const pair = <i32>ctz(near);
    const left = first + (pair >> 3);
    const right = second + (pair & 7);
    if (right <= left || right >= rows.count) continue;
    const distance = load<f32>(scratch + (<usize>pair) * FLOAT);
    offer(left, distance, right);
    offer(right, distance, left);
  }
}

function offer(row: i32, distance: f32, other: i32): void {
  const limit = rows.limits + (<usize>row) * FLOAT;
  if (!(distance < load<f32>(limit))) return;
  const lock = locks + (<usize>row) * 4;
  while (atomic.cmpxchg<i32>(lock, 0, 1) != 0) {}
  if (distance < load<f32>(limit)) store<f32>(limit, insert(listOf(rows, row), distance, other));
  atomic.store<i32>(lock, 0);
}

/** Puts a row in its place in a list; the last one is lost. @returns the last distance now */
function insert(list: usize, distance: f32, row: i32): f32 {
  const entry = ((<u64>reinterpret<u32>(distance)) << 32) | <u64>row;
  let at = list + (<usize>(keep - 1)) * ENTRY;
  for (; at > list; at -= ENTRY) {
    const before = load<u64>(at - ENTRY);
    if (before <= entry) break;
    store<u64>(at, before);
  }
  store<u64>(at, entry);
  return distanceOf(list, keep - 1);
}

/** The distance of an entry; infinite where there is none. */
@inline
export function distanceOf(list: usize, k: i32): f32 {
  return load<f32>(list + (<usize>k) * ENTRY, 4);
}

/** The index of an entry. */
@inline
export function indexOf(list: usize, k: i32): i32 {
  return load<i32>(list + (<usize>k) * ENTRY);
}

/** Empties lists, from one of a multiple of eight on. */
export function clearLists(table: Table, from: i32, count: i32): void {
  for (let at = from; at < from + ((count + 7) & ~7); at++) {
    const list = listOf(table, at);
    for (let k: usize = 0; k < <usize>keep; k++) store<u64>(list + k * ENTRY, NONE);
    // those beyond the last point are near nothing
    store<f32>(table.limits + (<usize>at) * FLOAT, at < table.count ? Infinity : -Infinity);
  }
}

/** The largest limit of a leaf, which nothing farther can be below. */
export function largestLimit(table: Table, from: i32, count: i32): f32 {
  let largest: f32 = -Infinity;
  for (let i = from; i < from + count; i++) {
    largest = max(largest, load<f32>(table.limits + (<usize>i) * FLOAT));
  }
  return largest;
}
