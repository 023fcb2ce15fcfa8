/** Errors by how rare they are on normal rows. */
import { variantSettings } from '@anodec/core';
import { Calibration, fitCalibration, normalSurpriseOf } from '../tail/calibration.js';
import { defineFittedNormalisation, fitOptions } from './normalisation.js';

/** Highest errors of a channel kept one by one, and quantiles kept below them. */
const KEPT = 200;

/**
 * −ln of the share of normal errors at least as large: channels of any distribution come to one scale, on
 * which 4.6 is one row in a hundred and 6.9 one in a thousand. Beyond the largest normal error a
 * generalised Pareto tail takes over, so that larger errors keep getting larger scores.
 *
 * Source: Garg, Zhang, Samaran, Savitha & Foo 2021, section III-C, whose scores are −ln of a Gaussian
 * tail, here with the distribution of the errors themselves; Pickands 1975 for the tail.
 */
export const tailProbability = defineFittedNormalisation({
  settings: variantSettings(
    'tail-probability',
    'Negative logarithm of the share of normal errors at least as large, with a fitted tail',
    fitOptions,
  ),
  state: Calibration,
  givesSurprise: true,
  fit: (errors, { floor }) => fitCalibration(errors, { kept: KEPT, floor }),
  start: (_, state) => (error) => normalSurpriseOf(state, error),
});
