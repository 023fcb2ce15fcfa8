/** Errors relative to the largest on normal rows. */
import { quantile, variantSettings } from '@anodec/core';
import { defineNormalisation, fitOptions } from './normalisation.js';

/** Share of normal rows that lie at or below the tail. */
const TAIL = 0.999;

/**
 * Error in units of the largest on normal rows, apart from one row in a thousand.
 *
 * A switching valve errs seldom and then much, a level always and little: deviations say little
 * about how large an ordinary error of either may be, the tail does.
 */
export const tail = defineNormalisation(
  variantSettings('tail', 'Error divided by its 99.9 % quantile on normal rows', fitOptions),
  (errors, { floor }) => ({ centre: 0, spread: Math.max(quantile(errors, TAIL), floor) }),
);
