/** How far classes of days lie apart, among the days themselves or their points on a plane. */
import { DataError } from '@anodec/core';

/** A pair of classes. */
export interface ClassPair {
  readonly first: number;
  readonly second: number;
  /** Mean distance of their points from each other: average linkage. */
  readonly linkage: number;
  /** Distance of their centres. */
  readonly centroid: number;
}

/** Distances of classes, all Euclidean. */
export interface ClassDistances {
  /** Points of each class. */
  readonly counts: readonly number[];
  /** Of each class: mean squared distance from its centre; NaN for one without a point. */
  readonly variances: readonly number[];
  /** Pairs of classes that both have points. */
  readonly pairs: readonly ClassPair[];
  /** Means over the pairs; NaN where there is none. */
  readonly meanLinkage: number;
  readonly meanCentroid: number;
}

/**
 * Distances between classes of points.
 *
 * @param points (N, D), row-major
 * @param classes (N)
 * @throws DataError when there is no point
 */
export function classDistances(
  points: Float32Array | Float64Array,
  D: number,
  classes: ArrayLike<number>,
): ClassDistances {
  const N = classes.length;
  if (N === 0) throw new DataError('There must be a day to measure distances, got none.');
  const K = Math.max(...Array.from(classes)) + 1;
  const members = Array.from({ length: K }, (_, k) =>
    Array.from({ length: N }, (__, n) => n).filter((n) => classes[n] === k),
  );
  const row = (n: number) => points.subarray(n * D, (n + 1) * D);
  const centres = members.map((rows) => centreOf(rows.map(row), D));
  const pairs = members.flatMap((a, first) =>
    members.flatMap((b, second) => {
      if (second <= first || a.length === 0 || b.length === 0) return [];
      let sum = 0;
      for (const n of a) for (const m of b) sum += distance(row(n), row(m));
      const linkage = sum / (a.length * b.length);
      return [{ first, second, linkage, centroid: distance(centres[first], centres[second]) }];
    }),
  );
  const meanOf = (of: 'linkage' | 'centroid'): number =>
    pairs.reduce((sum, pair) => sum + pair[of], 0) / pairs.length;
  return {
    counts: members.map((rows) => rows.length),
    variances: members.map(
      (rows, k) =>
        rows.reduce((sum, n) => sum + distance(row(n), centres[k]) ** 2, 0) / rows.length,
    ),
    pairs,
    meanLinkage: meanOf('linkage'),
    meanCentroid: meanOf('centroid'),
  };
}

function centreOf(rows: readonly ArrayLike<number>[], D: number): Float64Array {
  const centre = new Float64Array(D);
  for (const row of rows) for (let d = 0; d < D; d++) centre[d] += row[d] / rows.length;
  return centre;
}

function distance(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let sum = 0;
  for (let d = 0; d < a.length; d++) sum += (a[d] - b[d]) ** 2;
  return Math.sqrt(sum);
}
