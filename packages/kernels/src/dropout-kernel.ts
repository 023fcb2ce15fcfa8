/** The kernel of dropout that an engine brings. */
import type { tf } from './tensorflow.js';

/** A mask, as a function of the place of a value. */
export interface DropoutMask {
  /** From 0 to 2³² − 1. */
  readonly seed: number;
  /** Values whose hash is below it are dropped. */
  readonly limit: number;
  /** Factor of the others. */
  readonly kept: number;
}

/** Multiplies with a mask. */
export type DropoutKernel = (input: tf.Tensor, mask: DropoutMask) => tf.Tensor;
