/**
 * Histograms, which TensorBoard shows on two pages: as histograms and as distributions, the quantiles that
 * it reads off the buckets.
 */
import { doubleTensor, taggedValue } from '../tensor.js';

/** A histogram of values. @throws RangeError when a value is not finite, or there is none */
export function histogramValue(
  tag: string,
  values: ArrayLike<number>,
  bucketCount?: number,
): Uint8Array {
  const buckets = histogramBuckets(values, bucketCount);
  const tensor = doubleTensor([buckets.length / 3, 3], buckets);
  return taggedValue(tag, tensor, { plugin: 'histograms', dataClass: 'tensor' });
}

/**
 * Counts values in buckets of equal width from the smallest value to the largest.
 *
 * @param values finite, any order; left as they are
 * @returns (bucketCount, 3), row-major: left edge, right edge, count; where all values are equal, every
 *   edge is that value and the last bucket has them all
 * @throws RangeError when a value is not finite, or there is none
 *
 * Source: tensorboard/plugins/histogram/summary_v2.py, `histogram_pb`.
 */
export function histogramBuckets(values: ArrayLike<number>, bucketCount = 30): Float64Array {
  const { low, high } = rangeOf(values);
  const buckets = new Float64Array(3 * bucketCount);
  const width = (high - low) / bucketCount;
  for (let k = 0; k < bucketCount; k++) {
    buckets[3 * k] = low + k * width;
    buckets[3 * k + 1] = k === bucketCount - 1 ? high : low + (k + 1) * width;
  }
  const last = bucketCount - 1;
  for (let i = 0; i < values.length; i++) {
    // the largest value lies on the right edge of the last bucket and belongs to it
    const k = width === 0 ? last : Math.min(Math.floor((values[i] - low) / width), last);
    buckets[3 * k + 2]++;
  }
  return buckets;
}

function rangeOf(values: ArrayLike<number>): { low: number; high: number } {
  if (values.length === 0) throw new RangeError('A histogram must have values, got none.');
  let low = Infinity;
  let high = -Infinity;
  for (let i = 0; i < values.length; i++) {
    const value = values[i];
    if (!Number.isFinite(value)) {
      throw new RangeError(`A histogram must have finite values, got ${value} at ${i}.`);
    }
    if (value < low) low = value;
    if (value > high) high = value;
  }
  return { low, high };
}
