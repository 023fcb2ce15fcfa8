/** The order in which a layer processes the rows of its sequences, for kernels in TypeScript. */
import type { SequenceSizes } from './kernel.js';

/** Sizes, direction and lengths of the sequences; see `RecurrentCall`. */
export interface SequenceWalk extends SequenceSizes {
  readonly reverse?: boolean;
  readonly lengths?: Int32Array;
}

/** The rows 0 to W − 1 in processing order. */
export function rowOrder({ W, reverse = false }: SequenceWalk): readonly number[] {
  return Array.from({ length: W }, (_, step) => (reverse ? W - 1 - step : step));
}

/** Whether row w lies within the length of sequence b. */
export function isWalkedOver({ lengths }: SequenceWalk, b: number, w: number): boolean {
  return lengths === undefined || w < lengths[b];
}

/** The row of sequence b that is processed before row w; negative when w is the first. */
export function rowBefore({ W, reverse, lengths }: SequenceWalk, b: number, w: number): number {
  if (!reverse) return w - 1;
  const first = (lengths ? lengths[b] : W) - 1;
  return w === first ? -1 : w + 1;
}
