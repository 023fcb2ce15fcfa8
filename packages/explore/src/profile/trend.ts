/** The trend of a channel over its rows, in as many pieces as a small chart can show. */
import type { Column } from '../inspect/columns.js';

/** Smallest, largest and mean reading of each piece, (N); NaN where a piece has no reading. */
export interface Trend {
  readonly low: Float64Array;
  readonly high: Float64Array;
  readonly mean: Float64Array;
}

/**
 * The trend of a channel.
 *
 * @param values (T), in the order of the rows
 * @param pieces N, of about equally many rows; at most as many as there are rows
 */
export function trendOf(values: Column, pieces = 160): Trend {
  const N = Math.min(pieces, values.length);
  const make = () => new Float64Array(N).fill(NaN);
  const trend = { low: make(), high: make(), mean: make() };
  for (let n = 0; n < N; n++) {
    const end = Math.floor(((n + 1) * values.length) / N);
    let [low, high, sum, count] = [Infinity, -Infinity, 0, 0];
    for (let t = Math.floor((n * values.length) / N); t < end; t++) {
      const value = values[t];
      if (!Number.isFinite(value)) continue;
      if (value < low) low = value;
      if (value > high) high = value;
      sum += value;
      count++;
    }
    if (count === 0) continue;
    trend.low[n] = low;
    trend.high[n] = high;
    trend.mean[n] = sum / count;
  }
  return trend;
}
