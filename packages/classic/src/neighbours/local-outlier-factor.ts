/**
 * Local outlier factor: a row is anomalous where it lies sparser than the training rows nearest to it.
 *
 * For new rows, as scikit-learn's `novelty=True`: the densities are those among the training rows.
 *
 * Source: Breunig, Kriegel, Ng & Sander 2000, "LOF: Identifying Density-Based Local Outliers", definitions 5 to 7.
 */
import { DataError, type DetectorState } from '@anodec/core';
import { z } from 'zod';
import { definePointDetector } from '../points/point-detector.js';
import { type PointModel, pointCount } from '../points/point-method.js';
import type { Neighbours } from './neighbours.js';
import { RowIndex } from './row-index.js';
import { shareOut } from './share-out.js';

/** Added to mean distances, so that the density among equal rows is finite; as in scikit-learn. */
const FLOOR = 1e-10;

/** The entry for a registry of detectors. */
export const localOutlierFactor = definePointDetector({
  name: 'lof',
  settings: {
    k: z
      .int()
      .min(1)
      .default(20)
      .describe('Number of nearest training rows that a row is compared with'),
  },
  title: () => 'Local outlier factor',
  maxRows: 10_000,
  scoresValues: true,
  async fit(rows, { config: { k }, work }) {
    const R = pointCount(rows);
    if (R <= k) {
      throw new DataError(
        `The local outlier factor must have more than \`k\` = ${k} rows to learn from, got ${R}. ` +
          `Set \`k\` to ${Math.max(1, R - 1)} or less, or add rows.`,
      );
    }
    const index = new RowIndex(rows, k);
    const others = await index.findOthers(k, work);
    // the distance to the k-th other row, by which a neighbour is at least reached
    const reaches = Float32Array.from({ length: R }, (_, r) =>
      Math.sqrt(others.distances[(r + 1) * k - 1]),
    );
    const densities = Float32Array.from({ length: R }, (_, r) => density(others, reaches, r));
    return createModel({ index, reaches, densities, k });
  },
  restore: ({ k }, arrays) => createModel({ k, ...readArrays(arrays, k) }),
});

interface Model {
  readonly index: RowIndex;
  /** (R), distance of each row to its k-th other row. */
  readonly reaches: Float32Array;
  /** (R), local reachability density of each row. */
  readonly densities: Float32Array;
  readonly k: number;
}

function createModel({ index, reaches, densities, k }: Model): PointModel {
  const { rows } = index;
  const R = pointCount(rows);
  return {
    pointsAtOnce: index.pointsAtOnce,
    async score(points, out) {
      const found = await index.find(points, k);
      for (let n = 0; n < pointCount(points); n++) {
        const nearest = found.rows.subarray(n * k, (n + 1) * k);
        const sum = nearest.reduce((all, row) => all + densities[row], 0);
        shareOut(sum / k / density(found, reaches, n), points, n, rows, nearest, out);
      }
    },
    arrays: {
      rows: { shape: [R, rows.size], data: rows.values },
      reaches: { shape: [R], data: reaches },
      densities: { shape: [R], data: densities },
    },
  };
}

function readArrays({ rows, reaches, densities }: DetectorState['arrays'], k: number) {
  const points = { values: rows.data, size: rows.shape[1] };
  return { index: new RowIndex(points, k), reaches: reaches.data, densities: densities.data };
}

/** Inverse of the mean distance at which the neighbours of a point reach it. */
function density({ count, rows, distances }: Neighbours, reaches: Float32Array, n: number): number {
  let sum = 0;
  for (let i = n * count; i < (n + 1) * count; i++) {
    sum += Math.max(Math.sqrt(distances[i]), reaches[rows[i]]);
  }
  return 1 / (sum / count + FLOOR);
}
