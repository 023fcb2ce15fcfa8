/**
 * Eight sequences side by side: the layout in which recurrent layers compute.
 *
 * A panel (n, 8) holds n values of eight sequences, one sequence per lane. Products, nonlinearities
 * and the next step's product all read and write this layout, so nothing is transposed inside a step
 * but the input and the output. The result of a sequence does not depend on its lane or its batch.
 */
import { packRows, unpackRows } from '../pack';
import { multiplyTiles } from '../tile';
import { EIGHT, FLOAT, VECTOR } from '../vector';

/** Sequences in a panel. */
export const LANES: i32 = 8;

/** Rows that a product may write past the last one it has. */
export const SLACK: i32 = 4;

/** Bytes of a panel of n rows. */
@inline
export function panelBytes(n: i32): usize {
  return (<usize>n) * EIGHT;
}

/** Makes a panel (n, 8) of up to eight rows of n values; the other lanes become 0. */
export function toLanes(rows: usize, stride: usize, lanes: i32, n: i32, panel: usize): void {
  packRows(rows, stride, min(lanes, 4), n, panel, EIGHT);
  const second = lanes > 4 ? rows + 4 * stride : rows;
  packRows(second, stride, max(lanes - 4, 0), n, panel + VECTOR, EIGHT);
}

/** Writes a panel (n, 8) to up to eight rows of n values. */
export function fromLanes(panel: usize, n: i32, rows: usize, stride: usize, lanes: i32): void {
  unpackRows(panel, EIGHT, min(lanes, 4), n, rows, stride);
  if (lanes > 4) unpackRows(panel + VECTOR, EIGHT, lanes - 4, n, rows + 4 * stride, stride);
}

/**
 * out (M, 8) = [out +] weights · panel (K, 8), for several panels.
 *
 * @param weights (M / 4, K, 4)
 * @param M rounded up to a multiple of four: up to three rows past the last are overwritten
 * @param step bytes from the panel and from the result of one group to those of the next
 */
export function multiplyLanes(
  weights: usize,
  M: i32,
  K: i32,
  panel: usize,
  panelStep: usize,
  out: usize,
  outStep: usize,
  groups: i32,
  from: i32,
): void {
  const strips = (M + 3) >> 2;
  const weightsStep = (<usize>K) * VECTOR;
  multiplyTiles(weights, weightsStep, strips, panel, panelStep, groups, K, out, EIGHT, outStep, from);
}

/** How many of the lanes of a group hold sequences. */
@inline
export function lanesOf(group: i32, B: i32): i32 {
  return min(LANES, B - group * LANES);
}

/** Whether every sequence of a group is longer than `row`. Lanes without sequence count as long. */
export function allReach(lengths: usize, group: i32, row: i32): bool {
  if (lengths == 0) return true;
  const at = lengths + (<usize>group) * EIGHT;
  const rows = i32x4.splat(row);
  const reach = v128.and(
    i32x4.gt_s(v128.load(at), rows),
    i32x4.gt_s(v128.load(at, VECTOR), rows),
  );
  return i32x4.all_true(reach);
}

/** All bits of the lanes whose sequence is longer than `row`. */
@inline
export function reachMask(lengths: usize, row: i32): v128 {
  return i32x4.gt_s(v128.load(lengths), i32x4.splat(row));
}
