/** The step from channel scores to row scores that detectors with channel scores share. */

/**
 * Means over the channels of each row that have a score.
 *
 * @param channels (T, C); NaN where a reading is missing or no window reaches
 * @returns (T); NaN where no channel has a score
 */
export function meanOverChannels(channels: Float32Array, C: number): Float32Array {
  const rows = new Float32Array(channels.length / C);
  for (let t = 0; t < rows.length; t++) {
    let sum = 0;
    let count = 0;
    for (let i = t * C; i < (t + 1) * C; i++) {
      if (Number.isNaN(channels[i])) continue;
      sum += channels[i];
      count++;
    }
    rows[t] = count > 0 ? sum / count : NaN;
  }
  return rows;
}
