/**
 * What a sensor usually shows beside what the others show: its reading in the row most like the others.
 *
 * The mean of the sensor would not do where sensors go together: beside a warm noon a mean light is as odd as a broken lamp.
 */
import type { TimeSeriesFrame } from '@anodec/core';

/** Rows that are kept, evenly spread. */
const KEPT = 1000;

/** The complete rows with a score up to a limit, (R, C), at most 1,000 of them. */
export function usualRows(
  { values, channels }: TimeSeriesFrame,
  scores: Float32Array,
  limit: number,
): Float32Array {
  const C = channels.length;
  const complete = (t: number): boolean => !values.subarray(t * C, (t + 1) * C).some(Number.isNaN);
  const usual = [...scores.keys()].filter((t) => scores[t] <= limit && complete(t));
  const count = Math.min(KEPT, usual.length);
  const kept = new Float32Array(count * C);
  for (let i = 0; i < count; i++) {
    const t = usual[Math.floor((i * usual.length) / count)];
    kept.set(values.subarray(t * C, (t + 1) * C), i * C);
  }
  return kept;
}

/** Rows of a recording with the usual reading in one channel; 0, the mean, where no row is usual. */
export function withUsual(
  { values, channels }: TimeSeriesFrame,
  rows: readonly number[],
  channel: number,
  usual: Float32Array,
): TimeSeriesFrame {
  const C = channels.length;
  const changed = new Float32Array(rows.length * C);
  for (const [i, t] of rows.entries()) {
    const row = values.subarray(t * C, (t + 1) * C);
    changed.set(row, i * C);
    const nearest = nearestRow(row, channel, usual);
    changed[i * C + channel] = usual.length === 0 ? 0 : usual[nearest * C + channel];
  }
  return { values: changed, channels, timestamps: Float64Array.from(rows), clock: 'rows' };
}

/** The row that is nearest in the other channels; missing readings do not count. */
function nearestRow(row: Float32Array, channel: number, usual: Float32Array): number {
  const C = row.length;
  let [nearest, least] = [0, Infinity];
  for (let r = 0; r * C < usual.length; r++) {
    let sum = 0;
    for (let c = 0; c < C && sum < least; c++) {
      const difference = row[c] - usual[r * C + c];
      if (c !== channel && difference === difference) sum += difference * difference;
    }
    if (sum < least) [nearest, least] = [r, sum];
  }
  return nearest;
}
