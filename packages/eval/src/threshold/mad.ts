/** Threshold in robust deviations above the median of normal scores. */
import { median, variantSettings } from '@anodec/core';
import { z } from 'zod';
import { defineThreshold } from './threshold.js';

/** Median absolute deviation of a normal distribution, in standard deviations. */
const MAD_OF_NORMAL = 0.674_489_75;

const settings = variantSettings('mad', 'Median of normal scores plus robust deviations', {
  sigmas: z
    .number()
    .positive()
    .default(3)
    .describe(
      'Deviations of the threshold above the mean of normal scores, or the median with mad',
    ),
});

/**
 * Median plus deviations, which are estimated by the median absolute deviation: a few bursts in the
 * normal rows move neither.
 *
 * Source: Leys et al. 2013, "Detecting outliers: Do not use standard deviation around the mean, use
 * absolute deviation around the median", Journal of Experimental Social Psychology 49(4).
 */
export const mad = defineThreshold(settings, ({ sigmas }, { scores }) => {
  const centre = median(scores);
  const deviation = median(scores.map((score) => Math.abs(score - centre))) / MAD_OF_NORMAL;
  return {
    value: centre + sigmas * deviation,
    rule:
      `median + ${sigmas} robust standard deviations of the scores of normal rows held out from ` +
      'training',
  };
});
