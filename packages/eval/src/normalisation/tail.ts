import { quantile } from '@anodec/core';
import type { Normalisation } from './normalisation.js';

/** Share of normal rows that lie at or below the tail. */
const TAIL = 0.999;

/**
 * Error in units of the largest that normal rows showed, but for one row in a thousand.
 *
 * A switching valve errs seldom and then much, a level always and little: deviations say little
 * about how large an ordinary error of either may be, the tail does.
 */
export const tail: Normalisation = (errors, floor) => ({
  centre: 0,
  spread: Math.max(quantile(errors, TAIL), floor),
});
