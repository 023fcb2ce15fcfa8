/** How well probabilities of the classes of days name them: ratios over all days, curves and ratios of each class. */
import { DataError, mean } from '@anodec/core';
import { ratio } from '@anodec/metrics';
import { rocCurve, type RocCurve } from './roc.js';

/** One class against the others; null where the days are all of it, or none is. */
export interface ClassResult {
  /** By the probability of the class. */
  readonly roc: RocCurve | null;
  /** Share of the days of other classes that were named so. */
  readonly fpr: number | null;
  /** Share of its days that were named so. */
  readonly tpr: number | null;
  /** Share of the days of other classes that were not named so. */
  readonly specificity: number | null;
}

/** What the naming of classes came to. */
export interface ClassEvaluation {
  /** (N), the most probable class of each day; of equal ones the first. */
  readonly named: Int32Array;
  /** Over the days of all classes together (micro), where precision, recall and F1 are the share of days named rightly. */
  readonly precision: number;
  readonly recall: number;
  readonly f1: number;
  readonly accuracy: number;
  /** Mean area of all pairs of classes, one against one; null where one class alone has days. */
  readonly auc: number | null;
  readonly classes: readonly ClassResult[];
}

/**
 * Compares probabilities with the classes that the types of days have.
 *
 * @param probabilities (N, classes), row-major
 * @param labels (N), from 0
 * @param classes number of classes
 * @throws DataError when there is no day, or a probability is not finite
 *
 * Source of the area: Hand & Till 2001, "A Simple Generalisation of the Area Under the ROC Curve for Multiple Class
 * Classification Problems", equation 7.
 */
export function evaluateClasses(
  probabilities: ArrayLike<number>,
  labels: ArrayLike<number>,
  classes: number,
): ClassEvaluation {
  const all = Array.from(labels, (_, n) => n);
  if (all.length === 0) throw new DataError('There must be a day whose class is named, got none.');
  const of = (n: number, k: number): number => probabilities[n * classes + k];
  const numbers = Array.from({ length: classes }, (_, k) => k);
  const named = Int32Array.from(all, (n) =>
    numbers.reduce((best, k) => (of(n, k) > of(n, best) ? k : best)),
  );
  const right = all.filter((n) => named[n] === labels[n]).length / all.length;
  const present = numbers.filter((k) => all.some((n) => labels[n] === k));
  const areas = present.flatMap((a) =>
    present.filter((b) => b !== a).map((b) => areaOf(all, labels, of, a, b)),
  );
  return {
    named,
    precision: right,
    recall: right,
    f1: right,
    accuracy: right,
    auc: areas.length > 0 ? mean(areas) : null,
    classes: numbers.map((k) => classResult(all, labels, named, of, k)),
  };
}

/** The chance that a day of class `a` has a larger probability of it than one of class `b`. */
function areaOf(
  all: readonly number[],
  labels: ArrayLike<number>,
  of: (n: number, k: number) => number,
  a: number,
  b: number,
): number {
  const scores = (label: number) => all.filter((n) => labels[n] === label).map((n) => of(n, a));
  return rocCurve(scores(b), scores(a)).auc;
}

function classResult(
  all: readonly number[],
  labels: ArrayLike<number>,
  named: Int32Array,
  of: (n: number, k: number) => number,
  k: number,
): ClassResult {
  const own = all.filter((n) => labels[n] === k);
  const others = all.filter((n) => labels[n] !== k);
  const falses = others.filter((n) => named[n] === k).length;
  const scores = (days: readonly number[]) => days.map((n) => of(n, k));
  return {
    roc: own.length > 0 && others.length > 0 ? rocCurve(scores(others), scores(own)) : null,
    fpr: ratio(falses, others.length),
    tpr: ratio(own.filter((n) => named[n] === k).length, own.length),
    specificity: ratio(others.length - falses, others.length),
  };
}

/** One row as CSV, under the names of the original; what is not known is empty. */
export function classAccuracyCsv(result: ClassEvaluation): string {
  const { precision, recall, f1, accuracy, auc, classes } = result;
  const columns: readonly (readonly [string, number | null])[] = [
    ['precision', precision],
    ['recall', recall],
    ['f1_score', f1],
    ['acuarry', accuracy],
    ['auc', auc],
    ...classes.flatMap(({ fpr, tpr, specificity }, k) => [
      [`class${k}: fpr`, fpr] as const,
      [`class${k}: tpr`, tpr] as const,
      [`class${k}: specificity`, specificity] as const,
    ]),
  ];
  const row = (cell: (column: (typeof columns)[number]) => unknown) => columns.map(cell).join(',');
  return `${row(([name]) => name)}\n${row(([, value]) => value ?? '')}\n`;
}
