/**
 * Counts values in buckets of equal width from the smallest value to the largest.
 *
 * @param values finite, any order; left as they are
 * @returns (K, 3), row-major: left edge, right edge, count; `bucketCount` rows, one row of width 1
 *   around the value where all are equal, none where there are no values
 * @throws RangeError when a value is not finite
 */
export function histogramBuckets(values: ArrayLike<number>, bucketCount = 30): number[] {
  if (values.length === 0) return [];
  let low = Infinity;
  let high = -Infinity;
  for (let i = 0; i < values.length; i++) {
    if (!Number.isFinite(values[i])) {
      throw new RangeError(`A histogram must have finite values, got ${values[i]} at ${i}.`);
    }
    low = Math.min(low, values[i]);
    high = Math.max(high, values[i]);
  }
  if (low === high) return [low - 0.5, low + 0.5, values.length];
  const width = (high - low) / bucketCount;
  const counts = new Float64Array(bucketCount);
  for (let i = 0; i < values.length; i++) {
    // the largest value lies on the right edge of the last bucket and belongs to it
    counts[Math.min(Math.floor((values[i] - low) / width), bucketCount - 1)]++;
  }
  return Array.from(counts).flatMap((count, k) => [
    low + k * width,
    k === bucketCount - 1 ? high : low + (k + 1) * width,
    count,
  ]);
}
