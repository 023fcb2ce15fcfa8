/** Scaling by median and quartiles. */
import { quantiles, variantSettings } from '@anodec/core';
import { defineLinearScaler } from './channel-map.js';

const settings = variantSettings('robust', 'Median 0, interquartile range 1', {});

/**
 * Median 0, interquartile range 1: a few outliers change nothing.
 *
 * A channel that rests for more than half of the time, as most valves do, has an interquartile range
 * of 0; its scale is 1, its own unit.
 *
 * Source: scikit-learn's RobustScaler.
 */
export const robust = defineLinearScaler(settings, (readings) => {
  const [low, middle, high] = quantiles(readings, [0.25, 0.5, 0.75]);
  return { offset: middle, scale: high > low ? high - low : 1 };
});
