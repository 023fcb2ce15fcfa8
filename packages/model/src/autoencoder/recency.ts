/** Weights of windows that fall with their age, for recordings of a plant that changes slowly. */
import type { WindowedDataset } from '@anodec/core';

/**
 * The weight of each window in the training loss: ½ for every `halfLife` rows that it ends before the last window.
 *
 * Recordings follow one another without a break: what time lies between them is not known.
 *
 * @param datasets in the order of time
 * @param halfLife in rows; 0: all windows weigh the same
 * @returns (N), of the windows over all datasets; undefined where all weigh the same
 */
export function recencyWeights(
  datasets: readonly WindowedDataset[],
  halfLife: number,
): Float32Array | undefined {
  if (halfLife === 0) return undefined;
  const ends: number[] = [];
  let before = 0;
  for (const { starts, windowSize } of datasets) {
    for (const start of starts) ends.push(before + start + windowSize);
    before = ends.at(-1) ?? before;
  }
  return Float32Array.from(ends, (end) => 0.5 ** ((before - end) / halfLife));
}

/** Multiplies the weights of the readings of each window; (B, W, C) all known where there is no mask. */
export function weighWindows(
  mask: Float32Array | undefined,
  weights: ArrayLike<number>,
  length: number,
): Float32Array {
  const perWindow = length / weights.length;
  return Float32Array.from({ length }, (_, i) => {
    return (mask ? mask[i] : 1) * weights[Math.floor(i / perWindow)];
  });
}
