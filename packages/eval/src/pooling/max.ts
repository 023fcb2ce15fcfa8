/** Pooling by the largest channel score. */
import { variantSettings } from '@anodec/core';
import { definePooling } from './pooling.js';

/** The largest channel score: sensitive to the smallest attack and to the noise of every channel. */
export const max = definePooling(
  variantSettings('max', 'Largest channel score', {}),
  () => (values) => values.reduce((a, b) => Math.max(a, b)),
);
