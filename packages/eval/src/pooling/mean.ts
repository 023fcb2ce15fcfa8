/** Pooling by the mean channel score. */
import { mean as arithmeticMean, variantSettings } from '@anodec/core';
import { definePooling } from './pooling.js';

/** All channels alike: steady, but an attack on one of fifty channels is diluted fiftyfold. */
export const mean = definePooling(
  variantSettings('mean', 'Mean of the channel scores', {}),
  () => (values) => arithmeticMean(values),
);
