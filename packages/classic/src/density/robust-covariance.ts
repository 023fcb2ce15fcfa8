/**
 * Robust covariance, FAST-MCD: a row is anomalous where it is far, by Mahalanobis, from the half of the training rows
 * that lie closest together. Rows that are odd among the training rows do not count.
 *
 * The score is the squared distance. Steps as in scikit-learn's `MinCovDet` (correction for consistency, then
 * reweighting), without its division of large tables; starts are small subsets as in the paper.
 *
 * Source: Rousseeuw & Van Driessen 1999, "A Fast Algorithm for the Minimum Covariance Determinant Estimator".
 */
import { createRandom, DataError, type Random } from '@anodec/core';
import { z } from 'zod';
import { drawDistinct } from '../forests/sample.js';
import { definePointDetector } from '../points/point-detector.js';
import { type PointModel, type Points, pointCount, pointsFor } from '../points/point-method.js';
import type { Work } from '../work.js';
import { chiSquareProbability, chiSquareQuantile } from './chi-square.js';
import { meanVariance, type Moments, weightedMoments } from './moments.js';
import { squaredDistance, whiten } from './whitening.js';

const settings = {
  supportFraction: z
    .number()
    .min(0)
    .max(1)
    .default(0)
    .describe(
      'Share of the training rows that the estimate is made of; 0: the smallest possible, about a half',
    ),
  starts: z
    .int()
    .min(1)
    .default(30)
    .describe('Random starts of the search, of which the best one is kept'),
  seed: z.int().min(0).default(42).describe('Random seed of the subsets'),
};

type Config = z.output<z.ZodObject<typeof settings>>;

/** The entry for a registry of detectors. */
export const robustCovariance = definePointDetector({
  name: 'robust-covariance',
  settings,
  title: () => 'Robust covariance',
  maxRows: 5000,
  async fit(points, { config, names, work }) {
    const N = pointCount(points);
    if (N <= points.size) {
      throw new DataError(
        `A robust covariance must have more rows than numbers in a row, ${points.size}, got ${N}. ` +
          'Add rows, exclude channels or set a smaller windowSize.',
      );
    }
    const floor = 1e-10 * meanVariance(points, names);
    const { mean, covariance } = await reweightedEstimate(points, config, floor, work);
    const { inverse } = whiten(covariance, points.size, floor);
    return createModel(Float32Array.from(mean), Float32Array.from(inverse));
  },
  restore: (_, { centre, inverse }) => createModel(centre.data, inverse.data),
});

/** @param inverse (D, D), of the Cholesky factor of the covariance */
function createModel(centre: Float32Array, inverse: Float32Array): PointModel {
  const D = centre.length;
  return {
    pointsAtOnce: pointsFor(D * D),
    score: ({ values }, out) => writeDistances(values, centre, inverse, out),
    arrays: {
      centre: { shape: [D], data: centre },
      inverse: { shape: [D, D], data: inverse },
    },
  };
}

function writeDistances(
  values: Float32Array,
  mean: ArrayLike<number>,
  inverse: Float32Array | Float64Array,
  out: Float32Array | Float64Array,
): void {
  const D = mean.length;
  const centred = new Float64Array(D);
  for (let n = 0; n < out.length; n++) {
    out[n] = squaredDistance(values, n * D, mean, inverse, centred);
  }
}

/** The estimate of the core, made consistent with normal rows, then of all rows that it holds for normal. */
async function reweightedEstimate(
  points: Points,
  config: Config,
  floor: number,
  work: Work,
): Promise<Moments> {
  const D = points.size;
  const size = coreSize(points, config);
  const core = await searchCore(points, { ...config, size }, floor, work);
  const distances = distancesFrom(points, core.moments, floor);
  const limit = chiSquareQuantile(KEPT, D) * consistencyFactor(D, size / pointCount(points));
  const weights = Float64Array.from(distances, (distance) => (distance < limit ? 1 : 0));
  const { mean, covariance } = weightedMoments(points, weights);
  const factor = consistencyFactor(D, KEPT);
  return { mean, covariance: covariance.map((value) => value * factor) };
}

/** Share of normal rows that count when all rows are looked at again. */
const KEPT = 0.975;

/**
 * How much larger the covariance of D normal channels is than that of the innermost share of them.
 *
 * Source: Croux & Haesbroeck 1999, "Influence Function and Efficiency of the Minimum Covariance Determinant Scatter
 * Matrix Estimator", equation 4.2.
 */
function consistencyFactor(D: number, share: number): number {
  if (share >= 1) return 1;
  return share / chiSquareProbability(chiSquareQuantile(share, D), D + 2);
}

/** Rows of the core: the smallest possible number, about a half, or the share that was chosen. */
function coreSize(points: Points, { supportFraction }: Config): number {
  const N = pointCount(points);
  if (supportFraction === 0) return Math.ceil(0.5 * (N + points.size + 1));
  return Math.max(points.size + 1, Math.floor(supportFraction * N));
}

/** A subset of the rows, by its estimate. */
interface Core {
  readonly moments: Moments;
  readonly logDeterminant: number;
}

/** Candidates that are followed to the end. */
const FINALISTS = 10;

/** The subset with the smallest determinant that steps from random starts lead to. */
async function searchCore(
  points: Points,
  { size, starts, seed }: Config & { readonly size: number },
  floor: number,
  work: Work,
): Promise<Core> {
  const N = pointCount(points);
  const random = createRandom(seed);
  const candidates: Core[] = [];
  for (let start = 0; start < starts; start++) {
    let core = startCore(points, random, floor);
    for (let step = 0; step < 2; step++) core = concentrate(points, core, size, floor);
    candidates.push(core);
    await work.piece(Math.floor(((start + 1) / starts) * (N / 2)));
  }
  candidates.sort((a, b) => a.logDeterminant - b.logDeterminant);
  const finished: Core[] = [];
  for (const candidate of candidates.slice(0, FINALISTS)) {
    finished.push(settle(points, candidate, size, floor));
    await work.piece(Math.floor(N / 2 + (finished.length / FINALISTS) * (N / 2)));
  }
  return finished.reduce((best, core) => (core.logDeterminant < best.logDeterminant ? core : best));
}

function startCore(points: Points, random: Random, floor: number): Core {
  const N = pointCount(points);
  const weights = new Float64Array(N);
  for (const n of drawDistinct(Math.min(N, points.size + 1), N, random)) weights[n] = 1;
  return coreOf(points, weights, floor);
}

function coreOf(points: Points, weights: Float64Array, floor: number): Core {
  const moments = weightedMoments(points, weights);
  return { moments, logDeterminant: whiten(moments.covariance, points.size, floor).logDeterminant };
}

/** One step: the rows nearest by an estimate make the next, whose determinant is not larger. */
function concentrate(points: Points, { moments }: Core, size: number, floor: number): Core {
  const distances = distancesFrom(points, moments, floor);
  const order = Int32Array.from(distances, (_, n) => n).sort((a, b) => distances[a] - distances[b]);
  const weights = new Float64Array(order.length);
  for (const n of order.subarray(0, size)) weights[n] = 1;
  return coreOf(points, weights, floor);
}

/** Repeats the step until the determinant stays. */
function settle(points: Points, core: Core, size: number, floor: number): Core {
  for (let step = 0; step < 30; step++) {
    const next = concentrate(points, core, size, floor);
    if (!(next.logDeterminant < core.logDeterminant)) return core;
    core = next;
  }
  return core;
}

function distancesFrom(points: Points, { mean, covariance }: Moments, floor: number): Float64Array {
  const distances = new Float64Array(pointCount(points));
  writeDistances(points.values, mean, whiten(covariance, points.size, floor).inverse, distances);
  return distances;
}
