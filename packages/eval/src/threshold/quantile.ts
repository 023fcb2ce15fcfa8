import { quantile as quantileOf } from '@anodec/core';
import type { ThresholdRule } from './threshold.js';

/** A fixed share of normal rows lies above: simple, and as many false rows as it says. */
export const quantile: ThresholdRule = ({ scores }, settings) => ({
  value: quantileOf(scores, settings.quantile),
  rule: `the ${settings.quantile} quantile of the scores of normal rows held out from training`,
});
