import { mean, standardDeviation } from '@anodec/core';
import type { Normalisation } from './normalisation.js';

/**
 * Standard deviations above the mean error, with both taken from normal rows.
 *
 * Source: Garg, Zhang, Samaran, Savitha & Foo 2021, "An Evaluation of Anomaly Detection and
 * Diagnosis in Multivariate Time Series", section III-C (static Gaussian scoring).
 */
export const gaussian: Normalisation = (errors, floor) => ({
  centre: mean(errors),
  spread: Math.max(standardDeviation(errors), floor),
});
