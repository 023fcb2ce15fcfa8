/** The course of a channel over its rows, in as many pieces as a small picture can show. */
import type { Column } from '../inspect/columns.js';

/** Smallest, largest and mean reading of each piece, (N); NaN where a piece has no reading. */
export interface Course {
  readonly low: Float64Array;
  readonly high: Float64Array;
  readonly mean: Float64Array;
}

/** @param pieces N, of about equally many rows; at most as many as there are rows */
export function courseOf(values: Column, pieces = 160): Course {
  const N = Math.min(pieces, values.length);
  const make = () => new Float64Array(N).fill(NaN);
  const course = { low: make(), high: make(), mean: make() };
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
    course.low[n] = low;
    course.high[n] = high;
    course.mean[n] = sum / count;
  }
  return course;
}
