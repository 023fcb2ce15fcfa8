/** Precision and recall over thresholds. */
import { integerField } from '../protobuf.js';
import { floatTensor, taggedValue } from '../tensor.js';

/** Thresholds of a curve, from 0 to 1 in steps of equal width; PyTorch's default. */
const THRESHOLDS = 127;

/** Precision where nothing is found: the count is not divided by zero. */
const SMALLEST_COUNT = 1e-7;

/**
 * A curve of precision over recall.
 *
 * @param labels (N), 1 where an example is positive, 0 elsewhere
 * @param predictions (N), from 0 to 1
 * @throws RangeError when the lengths differ, or a prediction is not from 0 to 1
 */
export function prCurveValue(
  tag: string,
  labels: ArrayLike<number | boolean>,
  predictions: ArrayLike<number>,
  thresholds = THRESHOLDS,
): Uint8Array {
  const rows = precisionRecall(labels, predictions, thresholds);
  return taggedValue(tag, floatTensor([6, thresholds], rows), {
    plugin: 'pr_curves',
    dataClass: 'tensor',
    content: integerField(2, thresholds),
  });
}

/**
 * Counts at each threshold, and what follows from them.
 *
 * @returns (6, thresholds), row-major: true positives, false positives, true negatives, false negatives,
 *   precision, recall; a prediction equal to the threshold counts as positive
 *
 * Source: torch/utils/tensorboard/summary.py, `compute_curve`.
 */
export function precisionRecall(
  labels: ArrayLike<number | boolean>,
  predictions: ArrayLike<number>,
  thresholds: number,
): Float64Array {
  if (labels.length !== predictions.length) {
    throw new RangeError(
      `labels and predictions must have the same length, got ${labels.length} and ${predictions.length}.`,
    );
  }
  const rows = new Float64Array(6 * thresholds);
  const row = (i: number): Float64Array => rows.subarray(i * thresholds, (i + 1) * thresholds);
  const [tp, fp, tn, fn, precision, recall] = [0, 1, 2, 3, 4, 5].map(row);
  for (let i = 0; i < predictions.length; i++) {
    const p = predictions[i];
    if (!(p >= 0 && p <= 1)) {
      throw new RangeError(`A prediction must be from 0 to 1, got ${p} at ${i}.`);
    }
    (labels[i] ? tp : fp)[Math.floor(p * (thresholds - 1))]++;
  }
  for (let k = thresholds - 2; k >= 0; k--) {
    tp[k] += tp[k + 1];
    fp[k] += fp[k + 1];
  }
  for (let k = 0; k < thresholds; k++) {
    tn[k] = fp[0] - fp[k];
    fn[k] = tp[0] - tp[k];
    precision[k] = tp[k] / Math.max(SMALLEST_COUNT, tp[k] + fp[k]);
    recall[k] = tp[k] / Math.max(SMALLEST_COUNT, tp[k] + fn[k]);
  }
  return rows;
}
