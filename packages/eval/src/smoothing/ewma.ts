/** Exponentially weighted mean of the scores. */
import { variantSettings } from '@anodec/core';
import { defineSmoothing, windowOptions, windowRows } from './smoothing.js';

/**
 * Exponentially weighted mean with the weight 2 / (rows + 1) for the newest row, begun at the first
 * score, as pandas' `ewm(span=rows, adjust=False).mean()`.
 */
export const ewma = defineSmoothing(
  variantSettings(
    'ewma',
    'Exponentially weighted mean; the newest of n rows has the weight 2 / (n + 1)',
    windowOptions,
  ),
  (settings, time) => {
    const weight = 2 / (windowRows(settings, time) + 1);
    let level: number | undefined;
    return (score) => {
      level ??= score;
      return (level += weight * (score - level));
    };
  },
);
