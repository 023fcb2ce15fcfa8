import { mean } from '@anodec/core';
import type { Pooling } from './pooling.js';

/** The mean of the k strangest channels: between `max` (k = 1) and `mean` (k = C). */
export const topk: Pooling = (values, k) => {
  values.sort();
  return mean(values.subarray(Math.max(0, values.length - k)));
};
