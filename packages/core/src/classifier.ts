/**
 * The contract of all classifiers, from a rule to a network: they learn from labels, which is why they are
 * another type than detectors. A label cannot reach a detector by accident.
 *
 * `fit` returns a new object and changes nothing. Scaling and the encoding of categories belong to the
 * fitted classifier, so that tuning, training and prediction cannot differ in them: rows are always given in
 * the units of their source.
 */
import type { Listeners } from './progress.js';

/** A column of the rows: a number in some unit, or one of a few categories. */
export interface Feature {
  /** Such as "length". */
  readonly name: string;
  /** The names of the categories in a fixed order; the column holds their index. Absent for numbers. */
  readonly categories?: readonly string[];
}

/** Rows to learn from or to classify. */
export interface FeatureRows {
  /** Columns, F. */
  readonly features: readonly Feature[];
  /** (N, F), row-major, finite. */
  readonly values: Float64Array;
}

/** The class of each row. */
export interface ClassLabels {
  /** Names of the classes, K, in a fixed order; of two, the second is the positive one. */
  readonly classes: readonly string[];
  /** (N), indices of `classes`. */
  readonly values: Uint8Array;
}

/** A classifier with its settings, not yet fitted. */
export interface Classifier {
  /**
   * Learns the classes of rows.
   *
   * @throws ShapeError when there are not as many labels as rows
   * @throws DataError when a value is not finite, a category or class is not known, or fewer than two classes occur
   * @throws StoppedError when the signal is aborted
   */
  fit(rows: FeatureRows, labels: ClassLabels, options?: Listeners): Promise<FittedClassifier>;
}

/** A fitted classifier. */
export interface FittedClassifier {
  readonly features: readonly Feature[];
  readonly classes: readonly string[];
  /**
   * The class of each row, (N), indices of `classes`.
   *
   * @throws ShapeError when the rows have other features than the classifier was fitted to
   * @throws DataError when a value is not finite or a category is not known
   */
  predict(rows: FeatureRows): Uint8Array;
  /** (N, K), each row sums to 1; absent in methods without them. The prediction has the largest. */
  probabilities?(rows: FeatureRows): Float64Array;
  /**
   * (N, K), how much speaks for each class, in no unit; absent in methods without it. The prediction has the
   * largest. Of two classes the first column is the negative of the second.
   */
  decision?(rows: FeatureRows): Float64Array;
  state(): ClassifierState;
}

/** A fitted classifier as data, no row of the training in it: JSON that is enough to classify elsewhere and later. */
export interface ClassifierState {
  /** Name in the registry of classifiers. */
  readonly classifier: string;
  /** Its settings. */
  readonly config: Readonly<Record<string, unknown>>;
  readonly features: readonly Feature[];
  readonly classes: readonly string[];
  /** What was learned: plain objects, arrays, numbers and text, checked when it is restored. */
  readonly model: Readonly<Record<string, unknown>>;
}
