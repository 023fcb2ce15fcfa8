/** Pooling by the root mean square. */
import { variantSettings } from '@anodec/core';
import { definePooling } from './pooling.js';

/** Root mean square: like `mean`, but large channel scores weigh more. */
export const euclidean = definePooling(
  variantSettings('euclidean', 'Root mean square of the channel scores', {}),
  () => (values) => {
    let sum = 0;
    for (const value of values) sum += value * value;
    return Math.sqrt(sum / values.length);
  },
);
