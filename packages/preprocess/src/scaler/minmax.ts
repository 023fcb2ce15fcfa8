/** Scaling of the training range to 0 to 1. */
import { variantSettings } from '@anodec/core';
import { defineLinearScaler } from './channel-map.js';
import { rangeOf } from './range.js';

const settings = variantSettings('minmax', 'Smallest training reading 0, largest 1', {});

/** Smallest reading 0, largest 1. Source: scikit-learn's MinMaxScaler. */
export const minmax = defineLinearScaler(settings, (readings) => {
  const { low, high } = rangeOf(readings);
  return { offset: low, scale: high - low };
});
