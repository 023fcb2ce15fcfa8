/** Threshold at a quantile of normal scores. */
import { quantile as quantileOf, variantSettings } from '@anodec/core';
import { z } from 'zod';
import { defineThreshold } from './threshold.js';

const HELD_OUT = 'normal rows held out from training';

const settings = variantSettings('quantile', 'Quantile of normal scores', {
  quantile: z
    .number()
    .min(0)
    .max(1)
    .default(0.995)
    .describe('Share of normal scores at or below the quantile'),
  margin: z.number().positive().default(1).describe('Factor on the quantile'),
  cap: z
    .union([z.literal('none'), z.coerce.number<number | string>().positive()], {
      error: 'must be a number above 0, or none',
    })
    .default('none')
    .describe(
      'Factor on the largest normal score that the threshold does not exceed; none: no limit',
    ),
});

/**
 * A fixed share of normal rows lies above: simple, and as many false rows as it says.
 *
 * With a margin on a quantile that many rows determine, the threshold holds where the largest scores of a
 * short held-out stretch say little. Where those are near the quantile, as with residuals that are noise, a
 * cap keeps the margin from going far above anything that normal operation has shown.
 */
export const quantile = defineThreshold(
  settings,
  ({ quantile: share, margin, cap }, { scores }) => {
    const value = margin * quantileOf(scores, share);
    const most = cap === 'none' ? Infinity : cap * scores.reduce((a, b) => Math.max(a, b));
    const quantileRule = `${times(margin)}the ${share} quantile`;
    if (value <= most) return { value, rule: `${quantileRule} of the scores of ${HELD_OUT}` };
    const rule = `${times(Number(cap))}the largest score of ${HELD_OUT}, which is less than ${quantileRule}`;
    return { value: most, rule };
  },
);

/** A factor before what it multiplies. */
function times(factor: number): string {
  return factor === 1 ? '' : `${factor} × `;
}
