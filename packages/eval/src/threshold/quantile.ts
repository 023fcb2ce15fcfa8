/** Threshold at a quantile of normal scores. */
import { quantile as quantileOf, variantSettings } from '@anodec/core';
import { z } from 'zod';
import { defineThreshold } from './threshold.js';

const settings = variantSettings('quantile', 'Quantile of normal scores', {
  quantile: z
    .number()
    .min(0)
    .max(1)
    .default(0.995)
    .describe('Share of normal scores at or below the quantile'),
  margin: z.number().positive().default(1).describe('Factor on the quantile'),
});

/**
 * A fixed share of normal rows lies above: simple, and as many false rows as it says.
 *
 * With a margin on a quantile that many rows determine, the threshold holds where the largest scores of a
 * short held-out stretch say little.
 */
export const quantile = defineThreshold(settings, (options, { scores }) => ({
  value: options.margin * quantileOf(scores, options.quantile),
  rule: `${options.margin === 1 ? '' : `${options.margin} × `}the ${options.quantile} quantile of the scores of normal rows held out from training`,
}));
