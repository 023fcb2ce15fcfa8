/** A classifier tested fold by fold: each row once, by a model that did not learn from it. */
import {
  binaryConfusion,
  confusionMatrix,
  confusionRatios,
  type Fold,
  selectLabels,
  selectRows,
} from '@anodec/classifiers';
import { type Classifier, type FittedClassifier, mean } from '@anodec/core';
import type { Evaluated, TaskContext } from '@anodec/tune';
import type { LabelledRows } from './feature-table.js';

/** What a fold counts by. */
export type ClassMetric = 'f1' | 'macro-f1' | 'accuracy';

/** One fold that was tested. */
export interface TestedFold {
  /** From 0. */
  readonly fold: number;
  readonly fitted: FittedClassifier;
  readonly rows: Fold;
  /** (K, K) on the rows that were not learned from: a row for each true class. */
  readonly confusion: Int32Array;
  /** Time of the prediction. */
  readonly seconds: number;
}

/** How a classifier is tested. */
export interface CrossValidation {
  readonly data: LabelledRows;
  readonly folds: readonly Fold[];
  readonly metric: ClassMetric;
  readonly context: TaskContext;
  /** Receives each fold, before the next one. */
  readonly onFold?: (tested: TestedFold) => Promise<void>;
}

/** Fits and tests fold by fold, and reports the mean after each. @throws the errors of the classifier */
export async function crossValidate(
  classifier: Classifier,
  { data, folds, metric, context, onFold }: CrossValidation,
): Promise<Evaluated> {
  const values: number[] = [];
  const confusions: (readonly number[])[] = [];
  for (const [fold, rows] of folds.entries()) {
    const learned = selectRows(data.rows, rows.train);
    const fitted = await classifier.fit(learned, selectLabels(data.labels, rows.train));
    const start = performance.now();
    const confusion = confusionOn(fitted, data, rows.test);
    await onFold?.({ fold, fitted, rows, confusion, seconds: (performance.now() - start) / 1000 });
    confusions.push(Array.from(confusion));
    values.push(classValue(confusion, data.labels.classes.length, metric));
    if (fold < folds.length - 1) await context.report(fold + 1, mean(values));
  }
  return { value: mean(values), details: { [metric]: values, confusions } };
}

/** (K, K) of some rows: a row for each true class, a column for each predicted one. */
export function confusionOn(
  fitted: FittedClassifier,
  { rows, labels }: LabelledRows,
  chosen: Int32Array,
): Int32Array {
  const truth = selectLabels(labels, chosen);
  const predicted = fitted.predict(selectRows(rows, chosen));
  return confusionMatrix(truth.values, predicted, labels.classes.length);
}

/** @param confusion (K, K), a row for each true class */
export function classValue(confusion: Int32Array, K: number, metric: ClassMetric): number {
  if (metric === 'f1') return confusionRatios(binaryConfusion(confusion)).f1;
  const total = confusion.reduce((sum, count) => sum + count, 0);
  const hits = Array.from({ length: K }, (_, k) => confusion[k * K + k]);
  if (metric === 'accuracy') return hits.reduce((sum, count) => sum + count, 0) / total;
  return mean(hits.map((hit, k) => classF1(confusion, K, k, hit)));
}

/** F1 of one class against the others; 0 where it was neither there nor predicted. */
function classF1(confusion: Int32Array, K: number, k: number, hit: number): number {
  let [there, predicted] = [0, 0];
  for (let other = 0; other < K; other++) {
    there += confusion[k * K + other];
    predicted += confusion[other * K + k];
  }
  return there + predicted === 0 ? 0 : (2 * hit) / (there + predicted);
}
