/** Trailing mean of the scores. */
import { variantSettings } from '@anodec/core';
import { defineSmoothing, windowOptions, windowRows } from './smoothing.js';

/** The mean of the last rows. */
export const mean = defineSmoothing(
  variantSettings('mean', 'Mean of the last rows', windowOptions),
  (settings, time) => {
    const rows = windowRows(settings, time);
    const latest: number[] = []; // a ring once it is full, `oldest` its beginning
    let oldest = 0;
    return (score) => {
      if (latest.length < rows) latest.push(score);
      else {
        latest[oldest] = score;
        oldest = (oldest + 1) % rows;
      }
      // summed afresh for each row, oldest first: a running sum would carry rounding along
      let sum = 0;
      for (let i = oldest; i < latest.length; i++) sum += latest[i];
      for (let i = 0; i < oldest; i++) sum += latest[i];
      return sum / latest.length;
    };
  },
);
