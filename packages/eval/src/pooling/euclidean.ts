import type { Pooling } from './pooling.js';

/** Root of the mean square: like `mean`, but large channels weigh more. */
export const euclidean: Pooling = (values) => {
  let sum = 0;
  for (const value of values) sum += value * value;
  return Math.sqrt(sum / values.length);
};
