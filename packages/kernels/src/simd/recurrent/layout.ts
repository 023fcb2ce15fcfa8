/** Sizes for forward and backward; they repeat constants of `assembly/recurrent`. */
import type { SequenceSizes } from '../../recurrent/kernel.js';

/** Sequences that are computed side by side. */
const LANES = 8;
/** Rows that a product may write past its last. */
export const SLACK = 4;
/** Allocated rows of a block of gradients. */
export const BLOCK_ROOM = 136;

/** Groups of eight sequences, how many of them make a chunk, and how many chunks that gives. */
export interface Grouping {
  readonly groups: number;
  readonly perChunk: number;
  readonly chunks: number;
}

/**
 * Cuts a batch by its size alone: eight chunks where it has eight groups, of at most four.
 *
 * @param least groups of a chunk; where sums over chunks are formed, it must not depend on the build
 */
export function groupsOf(B: number, least = 1): Grouping {
  const groups = Math.ceil(B / LANES);
  const perChunk = Math.max(least, Math.min(4, Math.floor(groups / 8)));
  return { groups, perChunk, chunks: Math.ceil(groups / perChunk) };
}

/** Bytes of n rows of eight floats. */
export function panelBytes(rows: number): number {
  return rows * LANES * 4;
}

/** Rows of the record of a step: four gates and the state. */
export function recordRows(H: number): number {
  return 4 * H + Math.max(H, SLACK);
}

/** Floats of the record of a whole pass, which backward needs. */
export function recordSize({ B, W, H }: SequenceSizes): number {
  return groupsOf(B).groups * W * recordRows(H) * LANES;
}
