import type { ThresholdRule } from './threshold.js';

/** Nothing normal was ever this strange; the margin is for what the held-out rows did not show. */
export const max: ThresholdRule = ({ scores }, { margin }) => ({
  value: margin * scores.reduce((a, b) => Math.max(a, b)),
  rule: `${margin} × the largest score of normal rows held out from training`,
});
