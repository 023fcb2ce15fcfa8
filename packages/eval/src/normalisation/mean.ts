/** Errors relative to their mean on normal rows. */
import { mean as arithmeticMean, variantSettings } from '@anodec/core';
import { defineNormalisation, fitOptions } from './normalisation.js';

/**
 * Divides by the mean error: 1 is an ordinary row.
 *
 * The floor is added, not a lower limit, so that nearly perfect channels are damped smoothly.
 */
export const mean = defineNormalisation(
  variantSettings('mean', 'Error divided by its mean on normal rows', fitOptions),
  (errors, { floor }) => ({ centre: 0, spread: arithmeticMean(errors) + floor }),
);
