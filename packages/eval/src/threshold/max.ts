/** Threshold above the largest normal score. */
import { variantSettings } from '@anodec/core';
import { z } from 'zod';
import { defineThreshold } from './threshold.js';

const settings = variantSettings('max', 'Largest normal score times a margin', {
  margin: z
    .number()
    .positive()
    .default(1.5)
    .describe('Factor on the threshold that normal scores give'),
});

/** Above every normal score; the margin covers what the held-out rows did not contain. */
export const max = defineThreshold(settings, ({ margin }, { scores }) => ({
  value: margin * scores.reduce((a, b) => Math.max(a, b)),
  rule: `${margin} × the largest score of normal rows held out from training`,
}));
