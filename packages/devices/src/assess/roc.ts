/** How well scores tell anomalous days from normal ones, at every threshold. */
import { DataError } from '@anodec/core';
import { mannWhitney } from '@anodec/metrics';

/** A threshold: days with a score above it are anomalous. */
export interface RocPoint {
  readonly threshold: number;
  /** Share of normal days above it. */
  readonly fpr: number;
  /** Share of anomalous days above it. */
  readonly tpr: number;
}

/** The curve over all thresholds. */
export interface RocCurve {
  /** From the highest threshold, above all scores, to the lowest, below all. */
  readonly points: readonly RocPoint[];
  /** The area: the chance that an anomalous day scores above a normal one, ties half. */
  readonly auc: number;
}

/**
 * The curve of scores. A threshold lies half-way between two scores, so that `above` and `not below` say the same.
 *
 * @throws DataError when one of the two has no score, or a score is not finite
 */
export function rocCurve(normal: ArrayLike<number>, anomalous: ArrayLike<number>): RocCurve {
  if (normal.length === 0 || anomalous.length === 0) {
    throw new DataError(
      `There must be scores of normal and of anomalous days, got ${normal.length} and ${anomalous.length}.`,
    );
  }
  const auc = mannWhitney(anomalous, normal).superiority;
  const [good, bad] = [descending(normal), descending(anomalous)];
  const distinct = descending([...new Set([...good, ...bad])]);
  const points: RocPoint[] = [{ threshold: distinct[0] + 1, fpr: 0, tpr: 0 }];
  let [falses, trues] = [0, 0];
  for (const [i, score] of distinct.entries()) {
    while (falses < good.length && good[falses] >= score) falses++;
    while (trues < bad.length && bad[trues] >= score) trues++;
    const below = distinct[i + 1] ?? score - 1;
    points.push({
      threshold: below + (score - below) / 2,
      fpr: falses / good.length,
      tpr: trues / bad.length,
    });
  }
  return { points, auc };
}

/** The point with the largest difference of tpr and fpr (Youden 1950); of equal ones that with the highest threshold. */
export function youdenPoint({ points }: RocCurve): RocPoint {
  return points.reduce((best, point) =>
    point.tpr - point.fpr > best.tpr - best.fpr + 1e-12 ? point : best,
  );
}

function descending(values: ArrayLike<number>): number[] {
  return Array.from(values).sort((a, b) => b - a);
}
