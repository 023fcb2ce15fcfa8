import { mean as arithmeticMean } from '@anodec/core';
import type { Normalisation } from './normalisation.js';

/**
 * How many times its usual error a channel shows: 1 is an ordinary row.
 *
 * The floor is added, not a lower limit, so that nearly perfect channels are damped smoothly.
 */
export const mean: Normalisation = (errors, floor) => ({
  centre: 0,
  spread: arithmeticMean(errors) + floor,
});
