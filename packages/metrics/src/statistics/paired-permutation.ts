/**
 * The paired permutation test over blocks: were two detectors the same, swapping what they did in a block
 * would change nothing. The p-value holds for any number of blocks and any metric, where a bootstrap of
 * few blocks rejects far too often.
 *
 * Source: Fisher 1935, "The Design of Experiments"; for F1 and the like Noreen 1989, "Computer-Intensive
 * Methods for Testing Hypotheses" (approximate randomisation) and Yeh 2000, "More Accurate Tests for the
 * Statistical Significance of Result Differences", COLING.
 */
import { ConfigError, createRandom } from '@anodec/core';

/** Blocks up to which every way to swap is counted. */
const EXACT = 12;

/** How to draw where there are more. */
export interface PermutationOptions {
  /** Ways to swap that are drawn; 4,000 by default. */
  readonly draws?: number;
  /** Of the drawing; 0 by default, so that the same results give the same p-value. */
  readonly seed?: number;
}

/** What the test found. */
export interface PermutationTest {
  /** Without any swap. */
  readonly difference: number;
  /** Two-sided: the share of ways to swap with a difference as large; NaN where it is not defined. */
  readonly p: number;
  readonly method: 'exact' | 'drawn';
}

/**
 * Swaps the outcomes of two detectors in blocks.
 *
 * @param blocks how many there are, at least 1
 * @param difference of a metric, first less second, with the outcomes of the blocks swapped whose flag
 *   is 1; NaN where it is not defined
 * @throws ConfigError when there is no block
 */
export function pairedPermutation(
  blocks: number,
  difference: (swapped: Uint8Array) => number,
  { draws = 4000, seed = 0 }: PermutationOptions = {},
): PermutationTest {
  if (!(blocks >= 1)) {
    throw new ConfigError(`A permutation test needs at least 1 block, got ${blocks}.`);
  }
  const swapped = new Uint8Array(blocks);
  const observed = difference(swapped);
  const method = blocks <= EXACT ? 'exact' : 'drawn';
  if (Number.isNaN(observed)) return { difference: observed, p: NaN, method };
  const limit = Math.abs(observed) * (1 - 1e-12) - 1e-15; // sums in another order round differently
  const ways = method === 'exact' ? 2 ** blocks : draws;
  const random = createRandom(seed).stream('paired permutation');
  let asLarge = 0;
  for (let way = 0; way < ways; way++) {
    for (let i = 0; i < blocks; i++) {
      swapped[i] = method === 'exact' ? (way >> i) & 1 : random.integer(2);
    }
    const other = difference(swapped);
    if (Number.isNaN(other) || Math.abs(other) >= limit) asLarge++;
  }
  // drawn ways count the one without a swap, too, so that p is never 0
  const p = method === 'exact' ? asLarge / ways : (asLarge + 1) / (ways + 1);
  return { difference: observed, p, method };
}
