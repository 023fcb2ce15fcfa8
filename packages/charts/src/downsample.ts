/**
 * Fewer points for a chart, without losing a peak: a chart of 1,000 pixels cannot show 500,000
 * rows, but the one row that raised an alarm has to be in it.
 *
 * Each bin of rows gives its smallest and its largest value, in the order in which they occur.
 * Largest-triangle methods look better on smooth curves but may drop single peaks.
 */

/**
 * Rows to draw.
 *
 * @param values (T), NaN where there is none; a bin without any number gives one row, so that the
 *   line breaks there
 * @param limit about how many rows to keep
 * @returns increasing; all rows where there are not more than `limit`
 */
export function minMaxRows(values: Float32Array | Float64Array, limit: number): Uint32Array {
  const T = values.length;
  if (T <= limit) return Uint32Array.from({ length: T }, (_, t) => t);
  const bins = Math.max(1, Math.floor(limit / 2));
  const rows = new Set<number>([0]);
  for (let bin = 0; bin < bins; bin++) {
    const [low, high] = extremesBetween(
      values,
      Math.floor((bin * T) / bins),
      Math.floor(((bin + 1) * T) / bins),
    );
    rows.add(Math.min(low, high));
    rows.add(Math.max(low, high));
  }
  rows.add(T - 1);
  return Uint32Array.from(rows).sort();
}

/** Rows of the smallest and the largest value from `start` up to, not including, `end`. */
function extremesBetween(
  values: Float32Array | Float64Array,
  start: number,
  end: number,
): [number, number] {
  let [low, high] = [start, start];
  for (let t = start + 1; t < end; t++) {
    if (!(values[t] >= values[low]) && !Number.isNaN(values[t])) low = t;
    if (!(values[t] <= values[high]) && !Number.isNaN(values[t])) high = t;
  }
  return [low, high];
}
