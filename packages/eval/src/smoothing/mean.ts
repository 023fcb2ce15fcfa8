import type { Smoothing } from './smoothing.js';

/** The mean of the last rows. */
export const mean: Smoothing = (scores, rows) => {
  const smooth = new Float32Array(scores.length);
  for (let t = 0; t < scores.length; t++) {
    // summed afresh for each row: a running sum would carry rounding from row to row
    const start = Math.max(0, t - rows + 1);
    let sum = 0;
    for (let s = start; s <= t; s++) sum += scores[s];
    smooth[t] = sum / (t - start + 1);
  }
  return smooth;
};
