/** Errors as deviations from their median, on a scale that outliers do not move. */
import { median, quantiles, variantSettings } from '@anodec/core';
import { defineNormalisation, fitOptions } from './normalisation.js';

/** Median absolute deviation and 95 % quantile of a normal distribution, in deviations. */
const MAD_OF_NORMAL = 0.674_489_75;
const Q95_OF_NORMAL = 1.644_853_63;

/**
 * Distance from the median error, on a scale that a few bursts in the normal rows do not move.
 *
 * The larger of two estimates of the deviation: the median absolute deviation alone is zero for a
 * channel that is constant most of the time, such as a valve.
 */
export const robust = defineNormalisation(
  variantSettings('robust', 'Robust standard deviations above the median error', fitOptions),
  (errors, { floor }) => {
    const [centre, high] = quantiles(errors, [0.5, 0.95]);
    const deviation = median(errors.map((error) => Math.abs(error - centre))) / MAD_OF_NORMAL;
    return { centre, spread: Math.max(deviation, (high - centre) / Q95_OF_NORMAL, floor) };
  },
);
