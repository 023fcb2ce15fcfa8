/** Threshold with the best of a metric on labelled validation rows. */
import { variantSettings } from '@anodec/core';
import { z } from 'zod';
import { defineLabelledThreshold, type Separation } from './labelled-threshold.js';

/** To add a metric: one line here. */
const gains = {
  f1: ({ truePositives, positives, falsePositives }: Separation) =>
    (2 * truePositives) / (truePositives + falsePositives + positives),
  mcc: matthews,
  balanced: ({ truePositives, positives, falsePositives, negatives }: Separation) =>
    (truePositives / positives + 1 - falsePositives / negatives) / 2,
};

type Metric = keyof typeof gains;

/** The largest F1, Matthews correlation or balanced accuracy over rows. */
export const bestOf = defineLabelledThreshold(
  variantSettings('best-of', 'Best threshold of a metric on labelled validation rows', {
    metric: z
      .enum(Object.keys(gains) as [Metric, ...Metric[]])
      .default('f1')
      .describe('Metric over rows: F1, Matthews correlation or balanced accuracy'),
  }),
  ({ metric }) => ({ of: gains[metric], name: metric }),
);

/** Source: Matthews 1975, "Comparison of the predicted and observed secondary structure of T4 phage lysozyme". */
function matthews({ truePositives, positives, falsePositives, negatives }: Separation): number {
  const flagged = truePositives + falsePositives;
  const others = positives + negatives - flagged;
  const product = flagged * others * positives * negatives;
  if (product === 0) return 0; // its limit where all rows fall on one side
  return (
    (truePositives * (negatives - falsePositives) - falsePositives * (positives - truePositives)) /
    Math.sqrt(product)
  );
}
