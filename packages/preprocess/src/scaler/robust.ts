import { quantiles } from '@anodec/core';
import type { ScalerRule } from './channel-map.js';

/**
 * Median 0, middle half of the readings 1 wide: a few wild readings change nothing.
 *
 * A channel that rests for more than half of the time, as most valves do, has no middle half; its
 * scale is 1, its own unit.
 *
 * Source: scikit-learn's RobustScaler.
 */
export const robust: ScalerRule = (readings) => {
  const [low, middle, high] = quantiles(readings, [0.25, 0.5, 0.75]);
  return { offset: middle, scale: high > low ? high - low : 1 };
};
