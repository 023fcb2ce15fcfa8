/** Scaling to mean 0 and standard deviation 1. */
import { mean, standardDeviation, variantSettings } from '@anodec/core';
import { defineLinearScaler } from './channel-map.js';

const settings = variantSettings('standard', 'Mean 0, standard deviation 1', {});

/** Mean 0, deviation 1. Source: scikit-learn's StandardScaler (divisor N). */
export const standard = defineLinearScaler(settings, (readings) => ({
  offset: mean(readings),
  scale: standardDeviation(readings),
}));
