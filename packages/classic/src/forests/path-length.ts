/** Expected depths in random trees, which isolation scores are measured in. */

const EULER = 0.5772156649015329;

/**
 * Mean number of edges from the root of a random search tree of n points to where a search ends.
 *
 * Source: Liu, Ting & Zhou 2008, "Isolation Forest", equation 1; 1 for two points, as scikit-learn has it.
 */
export function meanPathLength(n: number): number {
  if (n <= 1) return 0;
  if (n === 2) return 1;
  return 2 * (Math.log(n - 1) + EULER) - (2 * (n - 1)) / n;
}

/** Depth at which a tree of n points is cut off: that of a balanced one. */
export function depthLimit(n: number): number {
  return Math.ceil(Math.log2(Math.max(n, 2)));
}

/**
 * Turns summed depths into scores 2^(−mean depth / expected depth), near 1 where points are isolated at once.
 *
 * @param depths (N), sums over the trees; overwritten
 * @param sampleSize points that each tree was grown from
 */
export function isolationScores(depths: Float32Array, trees: number, sampleSize: number): void {
  const expected = trees * meanPathLength(sampleSize);
  for (let n = 0; n < depths.length; n++) depths[n] = 2 ** (-depths[n] / expected);
}
