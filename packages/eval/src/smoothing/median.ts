import { createTrailingMedian } from '@anodec/core';
import type { Smoothing } from './smoothing.js';

/** The median of the last rows: a burst shorter than half of them leaves no mark. */
export const median: Smoothing = (scores, rows) => {
  const window = createTrailingMedian(rows);
  return scores.map((score) => {
    window.push(score);
    return window.value();
  });
};
