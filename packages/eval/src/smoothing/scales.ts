/** Geometric mean of trailing means of three lengths. */
import { variantSettings } from '@anodec/core';
import { mean } from './mean.js';
import { defineSmoothing, windowOptions, windowRows } from './smoothing.js';

/** Lengths of the three means, relative to the window. */
const LENGTHS = [1 / 2, 1, 2];

/** Added to each mean, so that a score of 0 does not take away what the longer means remember. */
const LEAST = 1e-3;

/**
 * The short mean reacts to an anomaly of a few rows, the long one averages the noise of one that lasts; their
 * geometric mean is high where all of them are.
 */
export const scales = defineSmoothing(
  variantSettings(
    'scales',
    'Geometric mean of the means over half the window, the window, and twice the window',
    windowOptions,
  ),
  (settings, time) => {
    const rows = windowRows(settings, time);
    const filters = LENGTHS.map((length) => {
      const over = Math.max(1, Math.round(length * rows));
      return mean.filters({ kind: 'mean', over }, time)();
    });
    return (score) => {
      const logs = filters.map((filter) => Math.log(filter(score) + LEAST));
      return Math.exp(logs.reduce((sum, value) => sum + value, 0) / logs.length);
    };
  },
);
