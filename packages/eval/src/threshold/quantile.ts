/** Threshold at a quantile of normal scores. */
import { quantile as quantileOf, variantSettings } from '@anodec/core';
import { z } from 'zod';
import { defineThreshold } from './threshold.js';

const HELD_OUT = 'normal rows held out from training';

/** A number above or at a limit, or none. */
function orNone(number: z.ZodCoercedNumber<number | string>, error: string) {
  return z.union([z.literal('none'), number], { error });
}

const settings = variantSettings('quantile', 'Quantile of normal scores', {
  quantile: z
    .number()
    .min(0)
    .max(1)
    .default(0.995)
    .describe('Share of normal scores at or below the quantile'),
  margin: z.number().positive().default(1).describe('Factor on the quantile'),
  cap: orNone(z.coerce.number<number | string>().positive(), 'must be a number above 0, or none')
    .default('none')
    .describe(
      'Factor on the largest normal score that the threshold does not exceed; none: no limit',
    ),
  overshoot: orNone(z.coerce.number<number | string>().min(0), 'must be a number from 0, or none')
    .default('none')
    .describe(
      'How far the threshold may exceed the largest normal score, in distances from the quantile to it; none: no limit',
    ),
  returnPeriod: orNone(
    z.coerce.number<number | string>().min(1),
    'must be a number of rows, or none',
  )
    .default('none')
    .describe(
      'Normal rows of which about one exceeds the limit of the overshoot if scores have an exponential tail: raises the overshoot where few rows are held out; none: not raised',
    ),
});

/**
 * A fixed share of normal rows lies above: simple, and as many false rows as it says.
 *
 * With a margin on a quantile that many rows determine, the threshold holds where the largest scores of a
 * short held-out stretch say little. Where those are near the quantile, as with residuals that are noise, a
 * limit keeps the margin from going far above anything that normal operation has shown: `cap` as a factor,
 * `overshoot` in lengths of the tail that was seen. The fewer rows are held out, the sooner a later row exceeds
 * their largest; `returnPeriod` raises the overshoot to what an exponential tail needs.
 */
export const quantile = defineThreshold(
  settings,
  ({ quantile: share, margin, cap, overshoot: least, returnPeriod }, { scores }) => {
    const at = quantileOf(scores, share);
    const value = margin * at;
    const largest = scores.reduce((a, b) => Math.max(a, b));
    const capped = cap === 'none' ? Infinity : cap * largest;
    const overshoot = leastOvershoot(least, returnPeriod, scores.length, share);
    const overshot = overshoot === 'none' ? Infinity : largest + overshoot * (largest - at);
    const most = Math.min(capped, overshot);
    const quantileRule = `the ${share} quantile of the scores of ${HELD_OUT}`;
    if (value <= most) return { value, rule: `${times(margin)}${quantileRule}` };
    const limit =
      capped <= overshot
        ? `${times(Number(cap))}the largest score of ${HELD_OUT}`
        : `the largest score of ${HELD_OUT}${beyond(Number(overshoot), share)}`;
    const other = `${times(margin)}their ${share} quantile`;
    return {
      value: most,
      rule: `${limit}; ${other} would be higher, and the lower of the two is used`,
    };
  },
);

/**
 * Overshoot with which an exponential tail is exceeded once in `returnPeriod` rows, at least `overshoot`.
 *
 * Of n scores n(1 - q) lie above the quantile q, and the largest σ ln(n(1 - q)) above it; the level that one of m
 * rows exceeds lies σ ln(m / n) above that.
 * Source: Coles, An Introduction to Statistical Modeling of Extreme Values, 2001, section 4.3.3.
 */
function leastOvershoot(
  overshoot: number | 'none',
  returnPeriod: number | 'none',
  n: number,
  share: number,
): number | 'none' {
  const above = n * (1 - share);
  // a single score above the quantile has no tail
  if (overshoot === 'none' || returnPeriod === 'none' || above <= 1) return overshoot;
  return Math.max(overshoot, Math.log(returnPeriod / n) / Math.log(above));
}

/** What is added to the largest score, where anything is. */
function beyond(overshoot: number, share: number): string {
  if (overshoot === 0) return '';
  const factor = times(Number(overshoot.toFixed(2)));
  return ` plus ${factor}its distance from their ${share} quantile`;
}

/** A factor before what it multiplies. */
function times(factor: number): string {
  return factor === 1 ? '' : `${factor} × `;
}
