/** The rows that a tree is grown from. */
import type { Random } from '@anodec/core';

/**
 * Draws distinct whole numbers below `total` in a random order.
 *
 * Source: Fisher & Yates' shuffle, ended early; a map keeps the few places that were changed.
 */
export function drawDistinct(count: number, total: number, random: Random): Int32Array {
  const moved = new Map<number, number>();
  return Int32Array.from({ length: count }, (_, i) => {
    const j = i + random.integer(total - i);
    const drawn = moved.get(j) ?? j;
    moved.set(j, moved.get(i) ?? i);
    return drawn;
  });
}
