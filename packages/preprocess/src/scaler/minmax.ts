import { rangeOf } from './range.js';
import type { ScalerRule } from './channel-map.js';

/** Smallest reading 0, largest 1. Source: scikit-learn's MinMaxScaler. */
export const minmax: ScalerRule = (readings) => {
  const { low, high } = rangeOf(readings);
  return { offset: low, scale: high - low };
};
