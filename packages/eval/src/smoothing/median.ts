/** Trailing median of the scores. */
import { createTrailingMedian, variantSettings } from '@anodec/core';
import { defineSmoothing, windowOptions, windowRows } from './smoothing.js';

/** The median of the last rows: a burst shorter than half of them leaves no trace. */
export const median = defineSmoothing(
  variantSettings('median', 'Median of the last rows', windowOptions),
  (settings, time) => {
    const window = createTrailingMedian(windowRows(settings, time));
    return (score) => {
      window.push(score);
      return window.value();
    };
  },
);
