/** The rows and answers of scikit-learn in test/fixtures/classifiers.json, written by utils/golden/classifiers.py. */
import type { ClassifierEntry, ClassLabels, FeatureRows, FittedClassifier } from '@anodec/core';

type Settings = Record<string, unknown>;

interface Case {
  classes: number;
  settings: Settings;
}

interface Golden {
  rows: number[];
  labels: number[];
  testRows: number[];
  testLabels: number[];
  prepared: { standard: number[]; minMax: number[] };
  trees: (Case & {
    tree: { columns: number[]; thresholds: number[]; right: number[]; values: number[] };
  })[];
  samme: (Case & { decision: number[] })[];
  sammeR: (Case & { decision: number[] })[];
  gradientBoosting: (Case & { decision: number[]; probabilities: number[] })[];
  logistic: (Case & { weights: number[]; intercepts: number[] })[];
  svm: (Case & { numbersOnly: boolean; weights: number[]; intercepts: number[] })[];
  networks: (Case & {
    hidden: number[];
    activation: 'identity' | 'logistic' | 'tanh' | 'relu';
    start: number[];
    end: number[];
    iterations: number;
    probabilities: number[];
  })[];
  accuracies: { forest: number; mlp: number };
  confusion: number[];
}

const features = [{ name: 'kind', categories: ['x', 'y', 'z'] }, { name: 'a' }, { name: 'b' }];

/** What a test takes from the fixture. */
export interface GoldenCase {
  readonly golden: Golden;
  readonly rows: FeatureRows;
  readonly testRows: FeatureRows;
  /** Labels of three classes, or of two: the first against the others; those of the rows by default. */
  readonly labelsOf: (classes: number, labels?: readonly number[]) => ClassLabels;
  /** Fits a classifier to the rows. */
  readonly fitTo: (
    entry: ClassifierEntry,
    classes: number,
    settings: Settings,
  ) => Promise<FittedClassifier>;
  /** The share of the test rows whose class is predicted. */
  readonly testAccuracy: (fitted: FittedClassifier) => number;
}

/** @param text of the fixture */
export function useGolden(text: string): GoldenCase {
  const golden = JSON.parse(text) as Golden;
  const rows = { features, values: Float64Array.from(golden.rows) };
  const testRows = { features, values: Float64Array.from(golden.testRows) };
  const labelsOf = (classes: number, labels: readonly number[] = golden.labels): ClassLabels => ({
    classes: ['first', 'second', 'third'].slice(0, classes),
    values: Uint8Array.from(labels, (label) => (classes === 3 ? label : Math.min(label, 1))),
  });
  return {
    golden,
    rows,
    testRows,
    labelsOf,
    fitTo: (entry, classes, settings) => entry.create(settings).fit(rows, labelsOf(classes)),
    testAccuracy(fitted) {
      const predicted = fitted.predict(testRows);
      return (
        predicted.filter((label, n) => label === golden.testLabels[n]).length / predicted.length
      );
    },
  };
}

/** What a classifier learned, apart from the preparation. */
export function learnedBy(fitted: FittedClassifier): Record<string, unknown> {
  return fitted.state().model.learned as Record<string, unknown>;
}

/** The largest distance between two lists of numbers; infinite when they are not as long. */
export function farthest(got: ArrayLike<number>, expected: readonly number[]): number {
  if (got.length !== expected.length) return Infinity;
  return expected.reduce((most, x, i) => Math.max(most, Math.abs(x - got[i])), 0);
}

/** The second column less the first of two classes, as scikit-learn gives it; all columns of more. */
export function joinedDecision(decision: Float64Array, classes: number): Float64Array {
  if (classes > 2) return decision;
  return new Float64Array(decision.length / 2).map((_, n) => decision[2 * n + 1] - decision[2 * n]);
}
