import { mean, standardDeviation } from '@anodec/core';
import type { ThresholdRule } from './threshold.js';

/** Mean and deviations, the usual rule of published LSTM autoencoders for SWaT. */
export const sigma: ThresholdRule = ({ scores }, { sigmas }) => ({
  value: mean(scores) + sigmas * standardDeviation(scores),
  rule: `mean + ${sigmas} standard deviations of the scores of normal rows held out from training`,
});
