import { mean, standardDeviation } from '@anodec/core';
import type { ScalerRule } from './channel-map.js';

/** Mean 0, deviation 1. Source: scikit-learn's StandardScaler (divisor N). */
export const standard: ScalerRule = (readings) => ({
  offset: mean(readings),
  scale: standardDeviation(readings),
});
