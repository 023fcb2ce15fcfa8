/**
 * DBSCAN as a detector: a row is anomalous where no core of a cluster of training rows reaches it.
 *
 * The score is the distance to the nearest core in units of `eps`: above 1 a row is noise, for training rows as for
 * new ones. So the clusters' numbers, which change nothing, are not computed; see `clusterRows` for them.
 *
 * Source: see clusters.ts.
 */
import { DataError, quantile } from '@anodec/core';
import { z } from 'zod';
import { definePointDetector } from '../points/point-detector.js';
import { type PointModel, type Points, pointCount } from '../points/point-method.js';
import type { Work } from '../work.js';
import { RowIndex } from './row-index.js';
import { shareOut } from './share-out.js';

/** The share of training rows that are cores where `eps` is 0. */
const CORES = 0.95;

/** The entry for a registry of detectors. */
export const dbscan = definePointDetector({
  name: 'dbscan',
  settings: {
    eps: z
      .number()
      .min(0)
      .default(0)
      .describe(
        `Distance within which rows count as close; 0: the one at which a share of ${CORES} of the training rows are cores`,
      ),
    minPts: z
      .int()
      .min(2)
      .default(10)
      .describe(
        'Rows, itself included, that must lie near a training row for it to be in the core of a cluster',
      ),
  },
  title: () => 'DBSCAN',
  maxRows: 10_000,
  scoresValues: true,
  async fit(rows, { config, work }) {
    const R = pointCount(rows);
    if (R < config.minPts) {
      throw new DataError(
        `DBSCAN must have at least minPts = ${config.minPts} rows to learn from, got ${R}. ` +
          `Set minPts to ${Math.max(2, R)} or less, or add rows.`,
      );
    }
    const distances = await coreDistances(rows, config.minPts, work);
    const eps = config.eps || Math.fround(quantile(distances, CORES));
    const cores = [...distances.keys()].filter((r) => distances[r] <= eps);
    checkCores(cores, distances, eps);
    return createModel(rowsOf(rows, cores), eps);
  },
  restore: (config, { cores, eps }) =>
    createModel({ values: cores.data, size: cores.shape[1] }, config.eps || eps.data[0]),
});

function createModel(cores: Points, eps: number): PointModel {
  const index = new RowIndex(cores, 1);
  return {
    pointsAtOnce: index.pointsAtOnce,
    async score(points, out) {
      const { rows, distances } = await index.find(points, 1);
      for (let n = 0; n < distances.length; n++) {
        shareOut(Math.sqrt(distances[n]) / eps, points, n, cores, rows.subarray(n, n + 1), out);
      }
    },
    arrays: {
      cores: { shape: [pointCount(cores), cores.size], data: cores.values },
      eps: { shape: [1], data: Float32Array.of(eps) },
    },
  };
}

/** (R), the smallest `eps` at which each row is a core. */
async function coreDistances(rows: Points, minPts: number, work: Work): Promise<Float64Array> {
  const others = await new RowIndex(rows, minPts - 1).findOthers(minPts - 1, work);
  const distances = new Float64Array(pointCount(rows));
  return distances.map((_, r) => Math.sqrt(others.distances[(r + 1) * (minPts - 1) - 1]));
}

function checkCores(cores: readonly number[], distances: Float64Array, eps: number): void {
  if (eps === 0) {
    throw new DataError(
      `\`eps\` must be above 0, got the 0 that a share of ${CORES} of the training rows need, because they are equal ` +
        'to others. Set `eps` to a distance at which rows still count as alike.',
    );
  }
  if (cores.length > 0) return;
  const least = distances.reduce((a, b) => Math.min(a, b));
  throw new DataError(
    `DBSCAN must find a training row with minPts rows within \`eps\`, got none within ${eps}. Set \`eps\` to more than ` +
      `${least.toPrecision(3)}, or to 0 for the distance at which a share of ${CORES} of the rows are cores.`,
  );
}

/** Some rows of a table, copied. */
export function rowsOf({ values, size }: Points, rows: readonly number[]): Points {
  const chosen = new Float32Array(rows.length * size);
  for (const [n, r] of rows.entries()) {
    chosen.set(values.subarray(r * size, (r + 1) * size), n * size);
  }
  return { values: chosen, size };
}
