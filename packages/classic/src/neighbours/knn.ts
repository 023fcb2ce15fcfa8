/**
 * Distance to the nearest rows of normal operation: a row is anomalous where none like it was recorded.
 *
 * A training row that was kept is at distance 0 from itself, so errors on training rows say little about
 * those on others.
 *
 * Source: Ramaswamy, Rastogi & Shim 2000, "Efficient Algorithms for Mining Outliers from Large Data Sets",
 * with the mean over k neighbours of Angiulli & Pizzuti 2002, "Fast Outlier Detection in High Dimensional Spaces".
 */
import { z } from 'zod';
import { definePointDetector } from '../points/point-detector.js';
import { type PointModel, type Points, pointCount, pointsFor } from '../points/point-method.js';
import { findNeighbours } from './neighbours.js';

/** The entry for a registry of detectors. */
export const knn = definePointDetector({
  name: 'knn',
  settings: { k: z.int().min(1).default(1).describe('Number of nearest training rows') },
  title: ({ k }) => (k === 1 ? 'Nearest neighbour' : `${k} nearest neighbours`),
  maxRows: 4000,
  scoresValues: true,
  missing: 'kept',
  fit: (rows, { config }) => createModel(rows, config.k),
  restore: ({ k }, { rows }) => createModel({ values: rows.data, size: rows.shape[1] }, k),
});

function createModel(rows: Points, k: number): PointModel {
  const R = pointCount(rows);
  const count = Math.min(k, R);
  return {
    pointsAtOnce: pointsFor(rows.values.length),
    score(points, out) {
      const found = findNeighbours(rows, points, count);
      for (let n = 0; n < pointCount(points); n++) {
        const nearest = found.rows.subarray(n * count, (n + 1) * count);
        averageSquares(rows, points, nearest, n * points.size, out);
      }
    },
    arrays: { rows: { shape: [R, rows.size], data: rows.values } },
  };
}

/** Mean over the nearest rows of the squared distance in each number; NaN where the reading is missing. */
function averageSquares(
  rows: Points,
  { values, size }: Points,
  nearest: Int32Array,
  start: number,
  out: Float32Array,
): void {
  for (let d = 0; d < size; d++) {
    let sum = 0;
    for (const r of nearest) sum += (values[start + d] - rows.values[r * size + d]) ** 2;
    out[start + d] = sum / nearest.length;
  }
}
