/**
 * The nearest rows to many points, leaf after leaf: each function does the part of a job for one leaf, so that threads
 * share a job by leaves.
 *
 * For rows among themselves: `compareWithin` for all leaves, then `compareAfter`, then `settleRows`. What products do
 * not prove is searched again by differences.
 */
import { compare } from './compare';
import {
  farPoint,
  farRow,
  firstLeaf,
  LEAF,
  points,
  productError,
  readJob,
  rounding,
  rows,
  sizeOfLeaf,
  Table,
  useDifferences,
} from './job';
import { leafAt, leastAt, orderLeaves } from './leaves';
import { clearLists, largestLimit } from './lists';
import { settle } from './settle';

/** Finds the nearest rows to the points of a leaf. */
export function searchLeaf(job: usize, part: i32, thread: i32): void {
  readJob(job, thread);
  const leaf = firstLeaf + part;
  search(points, leaf);
  if (settleLeaf(points, leaf) || productError == 0) return;
  useDifferences();
  search(points, leaf);
  settleLeaf(points, leaf);
}

/** Compares the rows of a leaf with each other. */
export function compareWithin(job: usize, part: i32, thread: i32): void {
  readJob(job, thread);
  const leaf = firstLeaf + part;
  clearLists(rows, leaf * LEAF, sizeOfLeaf(rows, leaf));
  compareLeaves(rows, leaf, leaf, true);
}

/** Compares the rows of a leaf with those of all later leaves that may hold near ones, for both. */
export function compareAfter(job: usize, part: i32, thread: i32): void {
  readJob(job, thread);
  const leaf = firstLeaf + part;
  const leaves = orderLeaves(rows, leaf, leaf + 1);
  for (let i = 0; i < leaves; i++) {
    const other = leafAt(i);
    const own = largestLimit(rows, leaf * LEAF, sizeOfLeaf(rows, leaf));
    const theirs = largestLimit(rows, other * LEAF, sizeOfLeaf(rows, other));
    if (isBeyond(leastAt(i), max(own, theirs), farRow)) continue;
    compareLeaves(rows, leaf, other, true);
  }
}

/** Orders what was kept for the rows of a leaf. */
export function settleRows(job: usize, part: i32, thread: i32): void {
  readJob(job, thread);
  const leaf = firstLeaf + part;
  if (settleLeaf(rows, leaf) || productError == 0) return;
  useDifferences();
  search(rows, leaf);
  settleLeaf(rows, leaf);
}

/** Compares the points of a leaf with the rows of all leaves that may hold near ones. */
function search(table: Table, leaf: i32): void {
  const first = leaf * LEAF;
  const size = sizeOfLeaf(table, leaf);
  clearLists(table, first, size);
  const leaves = orderLeaves(table, leaf, 0);
  for (let i = 0; i < leaves; i++) {
    if (isBeyond(leastAt(i), largestLimit(table, first, size), farPoint)) break;
    compareLeaves(table, leaf, leafAt(i), false);
  }
}

/** Whether leaves at a least squared distance hold nothing nearer than a limit, whatever was rounded. */
function isBeyond(least: f64, limit: f32, far: f64): bool {
  return least * (1 - rounding) > <f64>limit + productError * (far + farRow);
}

function compareLeaves(table: Table, leaf: i32, other: i32, mutual: bool): void {
  const first = leaf * LEAF;
  const from = other * (LEAF / 8);
  const to = from + (sizeOfLeaf(rows, other) + 7) / 8;
  for (let p = first; p < first + sizeOfLeaf(table, leaf); p += 4) {
    compare(table, p, from, to, mutual);
  }
}

/** @returns whether the neighbours of all are proven */
function settleLeaf(table: Table, leaf: i32): bool {
  const first = leaf * LEAF;
  let all = true;
  for (let p = first; p < first + sizeOfLeaf(table, leaf); p++) {
    if (!settle(table, p)) all = false;
  }
  return all;
}
