/** Threshold in standard deviations above the mean of normal scores. */
import { mean, standardDeviation, variantSettings } from '@anodec/core';
import { z } from 'zod';
import { defineThreshold } from './threshold.js';

const settings = variantSettings('sigma', 'Mean of normal scores plus standard deviations', {
  sigmas: z
    .number()
    .positive()
    .default(3)
    .describe(
      'Deviations of the threshold above the mean of normal scores, or the median with mad',
    ),
});

/** Mean and deviations, the usual rule of published LSTM autoencoders for SWaT. */
export const sigma = defineThreshold(settings, ({ sigmas }, { scores }) => ({
  value: mean(scores) + sigmas * standardDeviation(scores),
  rule: `mean + ${sigmas} standard deviations of the scores of normal rows held out from training`,
}));
