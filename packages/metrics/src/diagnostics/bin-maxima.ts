/** Maxima over stretches of rows, which keep every peak of a recording that is too long to draw. */

/**
 * The largest value of each channel in each of `bins` stretches of rows, equally long but for rounding.
 *
 * @param values (T, C), row-major; NaN is skipped
 * @param bins B, at most T
 * @returns (C, B), row-major, NaN where a stretch has no value
 */
export function binMaxima(values: Float32Array, C: number, bins: number): Float32Array {
  const T = values.length / C;
  const maxima = new Float32Array(C * bins).fill(NaN);
  for (let b = 0; b < bins; b++) {
    const end = binStart(b + 1, bins, T);
    for (let t = binStart(b, bins, T); t < end; t++) {
      for (let c = 0; c < C; c++) {
        const value = values[t * C + c];
        if (value > maxima[c * bins + b] || Number.isNaN(maxima[c * bins + b])) {
          maxima[c * bins + b] = value;
        }
      }
    }
  }
  return maxima;
}

/** The first row of a stretch; that of `bins` is the number of rows. */
export function binStart(bin: number, bins: number, T: number): number {
  return Math.floor((bin * T) / bins);
}
