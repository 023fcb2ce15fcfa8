/** Errors as deviations from their mean on normal rows. */
import { mean, standardDeviation, variantSettings } from '@anodec/core';
import { defineNormalisation, fitOptions } from './normalisation.js';

/**
 * Standard deviations above the mean error, with both taken from normal rows.
 *
 * Source: Garg, Zhang, Samaran, Savitha & Foo 2021, "An Evaluation of Anomaly Detection and
 * Diagnosis in Multivariate Time Series", section III-C (static Gaussian scoring).
 */
export const gaussian = defineNormalisation(
  variantSettings('gaussian', 'Standard deviations above the mean error', fitOptions),
  (errors, { floor }) => ({
    centre: mean(errors),
    spread: Math.max(standardDeviation(errors), floor),
  }),
);
