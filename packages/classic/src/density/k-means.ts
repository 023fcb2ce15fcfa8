/**
 * k-means: a row is anomalous where it lies far from the nearest of k centres of training rows.
 *
 * Source: Lloyd 1982, "Least Squares Quantization in PCM"; starting centres by Arthur & Vassilvitskii 2007,
 * "k-means++: The Advantages of Careful Seeding".
 */
import { createRandom, DataError, type Random } from '@anodec/core';
import { z } from 'zod';
import { findNeighbours } from '../neighbours/neighbours.js';
import { definePointDetector } from '../points/point-detector.js';
import { type PointModel, type Points, pointCount, pointsFor } from '../points/point-method.js';
import type { Work } from '../work.js';

/** The entry for a registry of detectors. */
export const kMeans = definePointDetector({
  name: 'k-means',
  settings: {
    k: z.int().min(1).default(8).describe('Number of centres'),
    starts: z
      .int()
      .min(1)
      .default(3)
      .describe('Random starts of the search, of which the best one is kept'),
    seed: z.int().min(0).default(42).describe('Random seed of the starting centres'),
  },
  title: ({ k }) => `Distance to ${k === 1 ? 'the centre' : `${k} centres`}`,
  maxRows: 50_000,
  scoresValues: true,
  async fit(points, { config, work }) {
    const centres = await findCentres(points, config, work);
    return createModel({ values: Float32Array.from(centres), size: points.size });
  },
  restore: (_, { centres }) => createModel({ values: centres.data, size: centres.shape[1] }),
});

function createModel(centres: Points): PointModel {
  const { values: middle, size: D } = centres;
  return {
    pointsAtOnce: pointsFor(centres.values.length),
    score(points, out) {
      const { rows } = findNeighbours(centres, points, 1);
      for (let i = 0; i < out.length; i++) {
        out[i] = (points.values[i] - middle[rows[Math.floor(i / D)] * D + (i % D)]) ** 2;
      }
    },
    arrays: { centres: { shape: [pointCount(centres), D], data: centres.values } },
  };
}

/** How often centres are moved at most. */
const MOVES = 300;

/**
 * The centres of points with the least sum of squared distances among several attempts.
 *
 * @returns (k, D), in no particular order
 * @throws DataError when there are fewer points than centres
 */
export async function findCentres(
  points: Points,
  { k, starts, seed }: Readonly<Record<'k' | 'starts' | 'seed', number>>,
  work: Work,
): Promise<Float64Array> {
  const N = pointCount(points);
  if (N < k) {
    throw new DataError(
      `k-means must have at least \`k\` = ${k} rows to learn from, got ${N}. Set \`k\` to ${N} or less, or add rows.`,
    );
  }
  const random = createRandom(seed);
  let best: { centres: Float64Array; sum: number } = {
    centres: new Float64Array(0),
    sum: Infinity,
  };
  for (let start = 0; start < starts; start++) {
    const centres = spreadCentres(points, k, random);
    const found = await settle(points, centres, work);
    if (found.sum < best.sum) best = found;
    await work.piece(Math.floor(((start + 1) / starts) * N));
  }
  return best.centres;
}

/** Centres of k-means++: each a point, drawn by its squared distance to the nearest of those before it. */
function spreadCentres(points: Points, k: number, random: Random): Float64Array {
  const { values, size: D } = points;
  const N = pointCount(points);
  const centres = new Float64Array(k * D);
  const distances = new Float64Array(N).fill(Infinity);
  let drawn = random.integer(N);
  for (let c = 0; c < k; c++) {
    centres.set(values.subarray(drawn * D, (drawn + 1) * D), c * D);
    let total = 0;
    for (let n = 0; n < N; n++) {
      let sum = 0;
      for (let d = 0; d < D; d++) sum += (values[n * D + d] - centres[c * D + d]) ** 2;
      distances[n] = Math.min(distances[n], sum);
      total += distances[n];
    }
    let left = random.uniform() * total;
    for (drawn = 0; drawn < N - 1 && left >= distances[drawn]; drawn++) left -= distances[drawn];
  }
  return centres;
}

/** Moves centres to the means of the points nearest to them until nothing moves. */
async function settle(points: Points, centres: Float64Array, work: Work) {
  const { values, size: D } = points;
  const nearest = new Int32Array(pointCount(points)).fill(-1);
  let sum = 0;
  for (let move = 0; move < MOVES; move++) {
    const found = assign(points, centres, nearest);
    sum = found.sum;
    if (!found.changed) break;
    const counts = new Float64Array(centres.length / D);
    const sums = new Float64Array(centres.length);
    for (let n = 0; n < nearest.length; n++) {
      counts[nearest[n]]++;
      for (let d = 0; d < D; d++) sums[nearest[n] * D + d] += values[n * D + d];
    }
    // a centre without points stays where it is
    for (let i = 0; i < sums.length; i++) {
      if (counts[Math.floor(i / D)] > 0) centres[i] = sums[i] / counts[Math.floor(i / D)];
    }
    await work.piece(0);
  }
  return { centres, sum };
}

/** Writes each point's nearest centre. @returns the sum of squared distances, and whether one has changed */
export function assign({ values, size: D }: Points, centres: Float64Array, nearest: Int32Array) {
  let [sum, changed] = [0, false];
  for (let n = 0; n < nearest.length; n++) {
    let [best, least] = [0, Infinity];
    for (let c = 0, at = 0; at < centres.length; c++) {
      let distance = 0;
      for (let d = 0; d < D; d++, at++) distance += (values[n * D + d] - centres[at]) ** 2;
      if (distance < least) [best, least] = [c, distance];
    }
    sum += least;
    changed ||= nearest[n] !== best;
    nearest[n] = best;
  }
  return { sum, changed };
}
