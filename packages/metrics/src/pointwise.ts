/** Row by row: how many attack rows lie above the threshold. Long attacks dominate these metrics. */
import { UNKNOWN_LABEL } from '@anodec/core';
import type { EvaluatedRows } from './rows.js';
import { onceForEach } from './once-for-each.js';

/** Rows by label and flag; rows with an unknown label are not counted. */
export interface Confusion {
  readonly truePositives: number;
  readonly falsePositives: number;
  readonly falseNegatives: number;
  readonly trueNegatives: number;
}

/** Ratios of a confusion matrix; null without a denominator. */
export interface PointMetrics {
  readonly precision: number | null;
  readonly recall: number | null;
  readonly f1: number | null;
}

/**
 * Counts flags against labels.
 *
 * @param labels (N), 0 is normal, `UNKNOWN_LABEL` is skipped, anything else is an attack row
 * @param flags (N), anything but 0 is a flagged row
 */
export function countRows(labels: ArrayLike<number>, flags: ArrayLike<number>): Confusion {
  let [both, flagged, attacked, rows] = [0, 0, 0, 0];
  for (let t = 0; t < labels.length; t++) {
    if (labels[t] === UNKNOWN_LABEL) continue;
    rows++;
    if (flags[t] !== 0) flagged++;
    if (labels[t] !== 0) attacked++;
    if (flags[t] !== 0 && labels[t] !== 0) both++;
  }
  return confusionOf(both, flagged, attacked, rows);
}

/** The confusion matrix of evaluated rows. */
export const confusionOfRows = onceForEach(({ labels, flags }: EvaluatedRows) =>
  countRows(labels, flags),
);

/** The confusion matrix from counts of rows: flagged and attacked, flagged, attacked, all. */
export function confusionOf(
  both: number,
  flagged: number,
  attacked: number,
  rows: number,
): Confusion {
  return {
    truePositives: both,
    falsePositives: flagged - both,
    falseNegatives: attacked - both,
    trueNegatives: rows - flagged - attacked + both,
  };
}

/** Precision, recall and F1 of a confusion matrix. */
export function pointMetrics(confusion: Confusion): PointMetrics {
  const { truePositives: both, falsePositives, falseNegatives } = confusion;
  const [flagged, attacked] = [both + falsePositives, both + falseNegatives];
  return {
    precision: ratio(both, flagged),
    recall: ratio(both, attacked),
    f1: ratio(2 * both, flagged + attacked), // harmonic mean, as counts
  };
}

/**
 * Matthews correlation coefficient, in [−1, 1]: the correlation of flags and labels.
 *
 * @returns null where all rows are flagged or none is, or all rows are of one class
 *
 * Source: Matthews 1975, "Comparison of the predicted and observed secondary structure of T4 phage
 * lysozyme".
 */
export function matthewsCorrelation(confusion: Confusion): number | null {
  const { truePositives, falsePositives, falseNegatives, trueNegatives } = confusion;
  const [flagged, quiet] = [truePositives + falsePositives, trueNegatives + falseNegatives];
  const [attacked, normal] = [truePositives + falseNegatives, trueNegatives + falsePositives];
  // square roots first: the product of four counts is too large for whole numbers
  const spread = Math.sqrt(flagged) * Math.sqrt(quiet) * Math.sqrt(attacked) * Math.sqrt(normal);
  return ratio(truePositives * trueNegatives - falsePositives * falseNegatives, spread);
}

/** A quotient, null where there is nothing to divide by. */
export function ratio(numerator: number, denominator: number): number | null {
  return denominator === 0 ? null : numerator / denominator;
}

/** The harmonic mean of two ratios; null where one of them is. */
export function harmonicMean(a: number | null, b: number | null): number | null {
  if (a === null || b === null) return null;
  return a + b === 0 ? 0 : (2 * a * b) / (a + b);
}
