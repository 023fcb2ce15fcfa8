/** Threshold with the largest Youden index on labelled validation rows. */
import { variantSettings } from '@anodec/core';
import { defineLabelledThreshold } from './labelled-threshold.js';

/**
 * The largest difference of true and false positive rate, the point of the ROC curve farthest from chance.
 *
 * Source: Youden 1950, "Index for rating diagnostic tests", Cancer 3(1).
 */
export const youden = defineLabelledThreshold(
  variantSettings('youden', 'Largest Youden index on labelled validation rows', {}),
  () => ({
    of: ({ truePositives, positives, falsePositives, negatives }) =>
      truePositives / positives - falsePositives / negatives,
    name: 'Youden index',
  }),
);
