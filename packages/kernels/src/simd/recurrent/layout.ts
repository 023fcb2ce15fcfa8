/** Sizes for forward and backward; they repeat constants of `assembly/recurrent` and `native/recurrent`. */
import type { SequenceSizes } from '../../recurrent/kernel.js';
import type { KernelLayout } from '../layout.js';

/** Allocated rows of a block of gradients. */
export const BLOCK_ROOM = 136;

/** Sequences of which sums are multiples: the lanes of the WebAssembly builds. */
const SUMMED = 8;

/** Groups of sequences that are computed side by side, how many of them make a chunk, and how many chunks that gives. */
export interface Grouping {
  readonly groups: number;
  readonly perChunk: number;
  readonly chunks: number;
}

/**
 * Cuts a batch by its size alone: eight chunks where it has eight groups, of at most four.
 *
 * @param least groups of a chunk
 */
export function groupsOf(B: number, { lanes }: KernelLayout, least = 1): Grouping {
  const groups = Math.ceil(B / lanes);
  const perChunk = Math.max(least, Math.min(4, Math.floor(groups / 8)));
  return { groups, perChunk, chunks: Math.ceil(groups / perChunk) };
}

/** A grouping for backward, and the sums that are formed over sequences. */
export interface SummedGrouping extends Grouping {
  readonly sequencesPerSum: number;
  readonly sums: number;
}

/**
 * Cuts a batch for backward. How many sequences a sum is over does not depend on the build, and so neither do its bits; a
 * chunk is the fewest groups that make whole sums.
 */
export function summedGroupsOf(B: number, layout: KernelLayout): SummedGrouping {
  const sequencesPerSum = SUMMED * groupsOf(B, { ...layout, lanes: SUMMED }).perChunk;
  let perChunk = 1;
  while ((perChunk * layout.lanes) % sequencesPerSum > 0) perChunk++;
  const { groups } = groupsOf(B, layout);
  const chunks = Math.ceil(groups / perChunk);
  return { groups, perChunk, chunks, sequencesPerSum, sums: Math.ceil(B / sequencesPerSum) };
}

/** So many bytes, rounded up to a cache line, so that what lies behind them begins at one. */
export function wholeLines(bytes: number): number {
  return Math.ceil(bytes / 64) * 64;
}

/** Bytes of a panel of so many rows. */
export function panelBytes(rows: number, { lanes }: KernelLayout): number {
  return rows * lanes * 4;
}

/** Rows of the record of a step: four gates and the state. */
export function recordRows(H: number, { strip }: KernelLayout): number {
  return 4 * H + Math.max(H, strip);
}

/** Floats of the record of a whole pass, which backward needs. */
export function recordSize({ B, W, H }: SequenceSizes, layout: KernelLayout): number {
  return groupsOf(B, layout).groups * W * recordRows(H, layout) * layout.lanes;
}
