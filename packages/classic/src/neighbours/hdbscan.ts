/**
 * HDBSCAN as a detector: a row is anomalous where no cluster of training rows, of whatever density, reaches it.
 *
 * The score is the mutual reachability distance to the nearest row of a cluster, in units of the distance at which
 * that cluster separates from the rest: above 1 a row is noise, for training rows as for new ones.
 *
 * Source: see hierarchy.ts; the rule for new rows follows from the definitions there.
 */
import { DataError } from '@anodec/core';
import { z } from 'zod';
import { definePointDetector } from '../points/point-detector.js';
import { type PointModel, type Points, pointCount, pointsFor } from '../points/point-method.js';
import { findNeighbours, findOtherNeighbours } from './neighbours.js';
import { clusterHierarchy } from './hierarchy.js';

/** The entry for a registry of detectors. */
export const hdbscan = definePointDetector({
  name: 'hdbscan',
  settings: {
    minClusterSize: z.int().min(2).default(5).describe('Rows below which a group is no cluster'),
    minPts: z
      .int()
      .min(2)
      .default(5)
      .describe('Rows, itself included, whose distance says how dense it is around a row'),
  },
  title: () => 'HDBSCAN',
  maxRows: 4000,
  async fit(rows, { config: { minClusterSize, minPts }, work }) {
    const R = pointCount(rows);
    if (R < Math.max(minPts, 2 * minClusterSize)) {
      throw new DataError(
        `HDBSCAN must have at least minPts = ${minPts} and twice minClusterSize = ${minClusterSize} rows to learn ` +
          `from, got ${R}. Set both to less, or add rows.`,
      );
    }
    const others = await findOtherNeighbours(rows, minPts - 1, work);
    const cores = Float64Array.from({ length: R }, (_, r) =>
      Math.sqrt(others.distances[(r + 1) * (minPts - 1) - 1]),
    );
    const { labels, reaches } = await clusterHierarchy(rows, cores, minClusterSize, work);
    if (reaches.length === 0) {
      throw new DataError(
        `HDBSCAN must find at least two clusters of minClusterSize = ${minClusterSize} rows, got none in ${R} rows. ` +
          'Set minClusterSize or minPts to less, or use dbscan, which makes do with one cluster.',
      );
    }
    const reachOfRows = Float32Array.from(labels, (label) => (label < 0 ? 0 : reaches[label]));
    return createModel({ rows, cores: Float32Array.from(cores), reaches: reachOfRows, minPts });
  },
  restore: ({ minPts }, { rows, cores, reaches }) =>
    createModel({
      rows: { values: rows.data, size: rows.shape[1] },
      cores: cores.data,
      reaches: reaches.data,
      minPts,
    }),
});

interface Model {
  readonly rows: Points;
  /** (R), distance of each row to its `minPts`-th row. */
  readonly cores: Float32Array;
  /** (R), distance at which the row's cluster separates; 0 for noise. */
  readonly reaches: Float32Array;
  readonly minPts: number;
}

function createModel({ rows, cores, reaches, minPts }: Model): PointModel {
  const R = cores.length;
  const { values, size: D } = rows;
  return {
    pointsAtOnce: pointsFor(2 * values.length),
    score(points, out) {
      const near = findNeighbours(rows, points, minPts);
      for (let n = 0; n < out.length; n++) {
        const core = Math.fround(Math.sqrt(near.distances[(n + 1) * minPts - 1]));
        let least = Infinity;
        for (let r = 0; r < R; r++) {
          if (reaches[r] === 0) continue;
          let sum = 0;
          for (let d = 0; d < D; d++) sum += (points.values[n * D + d] - values[r * D + d]) ** 2;
          least = Math.min(least, Math.max(Math.sqrt(sum), core, cores[r]) / reaches[r]);
        }
        out[n] = least;
      }
    },
    arrays: {
      rows: { shape: [R, D], data: values },
      cores: { shape: [R], data: cores },
      reaches: { shape: [R], data: reaches },
    },
  };
}
