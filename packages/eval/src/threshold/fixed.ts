/** Threshold at a value that is given. */
import { variantSettings } from '@anodec/core';
import { z } from 'zod';
import { defineThreshold } from './threshold.js';

const settings = variantSettings('fixed', 'A value that is given, whatever normal rows score', {
  value: z.number().default(1).describe('Threshold, in the unit of the score'),
});

/** As the original program had it: comparable between runs only where scores have the same unit. */
export const fixed = defineThreshold(settings, ({ value }) => ({
  value,
  rule: `the value ${value} that was set, whatever normal rows score`,
}));
