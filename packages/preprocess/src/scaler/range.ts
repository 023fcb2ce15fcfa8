/** The range of some readings. */

/** Smallest and largest of some readings, (N), no NaN; infinite ends for none. */
export function rangeOf(readings: Float32Array): { low: number; high: number } {
  let low = Infinity;
  let high = -Infinity;
  for (const reading of readings) {
    if (reading < low) low = reading;
    if (reading > high) high = reading;
  }
  return { low, high };
}
