/** Classes that days are not of, for days that are usual in themselves but not on their date. */
import { type Random, DataError } from '@anodec/core';

/**
 * Another class for each day, every other one equally likely.
 *
 * @param labels (N), from 0
 * @param classes number of classes
 * @throws DataError when there is one class only
 */
export function wrongLabels(
  labels: ArrayLike<number>,
  classes: number,
  random: Random,
): Int32Array {
  if (classes < 2) {
    throw new DataError(
      `There must be two classes of days or more for days with a wrong class, got ${classes}. Test on days that are ` +
        'known to be anomalous instead.',
    );
  }
  return Int32Array.from(labels, (label) => (label + 1 + random.integer(classes - 1)) % classes);
}
