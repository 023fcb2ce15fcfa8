/** Pooling by the largest few channel scores. */
import { mean, variantSettings } from '@anodec/core';
import { z } from 'zod';
import { definePooling } from './pooling.js';

const settings = variantSettings('topk', 'Mean of the k largest channel scores', {
  k: z.int().min(1).default(5).describe('Number of largest channel scores averaged'),
});

/** The mean of the k largest channel scores: between `max` (k = 1) and `mean` (k = C). */
export const topk = definePooling(settings, ({ k }) => (values) => {
  values.sort();
  return mean(values.subarray(Math.max(0, values.length - k)));
});
