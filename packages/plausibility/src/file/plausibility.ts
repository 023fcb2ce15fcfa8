/** A fitted classifier as an answer to one message. */
import { type FittedClassifier, DataError } from '@anodec/core';
import { type Verdict, VERDICTS } from '../messages.js';

/** Answers whether messages are plausible. */
export interface Plausibility {
  readonly fitted: FittedClassifier;
  /**
   * The answer.
   *
   * @param kind class of the message, such as car
   * @param length millimetres
   * @param width millimetres
   * @throws DataError when the class is not known or a size is no number above 0
   */
  readonly classify: (kind: string, length: number, width: number) => Verdict;
  /** Whether a message is malicious; as `classify`. */
  readonly predict: (kind: string, length: number, width: number) => boolean;
  /** How malicious a message is: a probability in [0, 1], or a decision that is positive for malicious. */
  readonly score: (kind: string, length: number, width: number) => Score;
}

/** A score and what it is. */
export interface Score {
  readonly value: number;
  readonly isProbability: boolean;
}

/** @throws DataError when the classifier does not read class, length and width */
export function plausibilityOf(fitted: FittedClassifier): Plausibility {
  const [first, ...sizes] = fitted.features;
  const { categories } = first;
  if (!categories || sizes.map(({ name }) => name).join() !== 'length,width') {
    throw new DataError(
      `A classifier of messages must read class, length and width, got ${fitted.features.map(({ name }) => name).join(', ')}.`,
    );
  }
  const rowOf = (kind: string, length: number, width: number) => ({
    features: fitted.features,
    values: Float64Array.of(indexOf(categories, kind), ...checkSizes({ length, width })),
  });
  const predict = (kind: string, length: number, width: number): boolean =>
    fitted.predict(rowOf(kind, length, width))[0] === 1;
  return {
    fitted,
    predict,
    classify: (kind, length, width) => VERDICTS[predict(kind, length, width) ? 1 : 0],
    score(kind, length, width) {
      const row = rowOf(kind, length, width);
      const shares = fitted.probabilities?.(row);
      if (shares) return { value: shares[1], isProbability: true };
      return { value: fitted.decision?.(row)[1] ?? NaN, isProbability: false };
    },
  };
}

function indexOf(categories: readonly string[], kind: string): number {
  const index = categories.indexOf(kind);
  if (index >= 0) return index;
  throw new DataError(`The class must be one of ${categories.join(', ')}, got "${kind}".`);
}

function checkSizes(sizes: { length: number; width: number }): number[] {
  for (const [name, value] of Object.entries(sizes)) {
    if (Number.isFinite(value) && value > 0) continue;
    throw new DataError(`The ${name} must be a number of millimetres above 0, got ${value}.`);
  }
  return [sizes.length, sizes.width];
}
