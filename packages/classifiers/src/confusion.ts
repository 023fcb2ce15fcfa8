/** How often which class was taken for which, and the ratios of two classes. */
import { checkShape } from '@anodec/core';

/** Counts of two classes; positive is the second one, such as malicious. */
export interface Confusion {
  readonly trueNegatives: number;
  readonly falsePositives: number;
  readonly falseNegatives: number;
  readonly truePositives: number;
}

/** Shares in [0, 1]; NaN where there is nothing that a share could be of. */
export interface ConfusionRatios {
  /** True positives of all positives; recall. */
  readonly tpr: number;
  /** False positives of all negatives. */
  readonly fpr: number;
  /** True negatives of all negatives. */
  readonly tnr: number;
  /** False negatives of all positives. */
  readonly fnr: number;
  /** True positives of all that was called positive; precision. */
  readonly ppv: number;
  /** True negatives of all that was called negative. */
  readonly npv: number;
  /** False positives of all that was called positive. */
  readonly fdr: number;
  /** False negatives of all that was called negative. */
  readonly for: number;
  readonly accuracy: number;
  /** Harmonic mean of precision and recall; 0 when nothing positive was found. */
  readonly f1: number;
}

/**
 * Counts of each pair of classes.
 *
 * @param truth (N), class indices
 * @param predicted (N), class indices
 * @param K classes
 * @returns (K, K): the row is the true class, the column the predicted one
 * @throws ShapeError when there are not as many predictions as labels
 */
export function confusionMatrix(
  truth: ArrayLike<number>,
  predicted: ArrayLike<number>,
  K: number,
): Int32Array {
  checkShape('predicted', predicted, truth.length);
  const counts = new Int32Array(K * K);
  for (let n = 0; n < truth.length; n++) counts[truth[n] * K + predicted[n]]++;
  return counts;
}

/**
 * Counts of two classes by name.
 *
 * @param matrix (2, 2), as `confusionMatrix` returns it
 * @throws ShapeError for other than two classes
 */
export function binaryConfusion(matrix: ArrayLike<number>): Confusion {
  checkShape('matrix', matrix, 2, 2);
  const [trueNegatives, falsePositives, falseNegatives, truePositives] = Array.from(matrix);
  return { trueNegatives, falsePositives, falseNegatives, truePositives };
}

/**
 * All ratios of two classes. A ratio without a denominator is NaN; F1 is 0 when there were positives or
 * something was called positive, and nothing was right.
 */
export function confusionRatios({
  trueNegatives: tn,
  falsePositives: fp,
  falseNegatives: fn,
  truePositives: tp,
}: Confusion): ConfusionRatios {
  return {
    tpr: tp / (tp + fn),
    fpr: fp / (fp + tn),
    tnr: tn / (tn + fp),
    fnr: fn / (fn + tp),
    ppv: tp / (tp + fp),
    npv: tn / (tn + fn),
    fdr: fp / (fp + tp),
    for: fn / (fn + tn),
    accuracy: (tp + tn) / (tp + tn + fp + fn),
    f1: (2 * tp) / (2 * tp + fp + fn),
  };
}
