import type { Smoothing } from './smoothing.js';

/**
 * Exponentially weighted mean with the weight 2 / (rows + 1) for the newest row, begun at the first
 * score, as pandas' `ewm(span=rows, adjust=False).mean()`.
 */
export const ewma: Smoothing = (scores, rows) => {
  const weight = 2 / (rows + 1);
  let level = scores[0];
  return scores.map((score) => (level += weight * (score - level)));
};
