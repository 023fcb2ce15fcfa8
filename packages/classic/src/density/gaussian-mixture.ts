/**
 * Gaussian mixture: a row is anomalous where a sum of k normal distributions, fitted to training rows, is low.
 *
 * The score is how far the logarithm of the density lies below what it would be if all centres were one point, so that
 * it is never negative. Without a number of components the one with the lowest BIC is
 * taken.
 *
 * Source: Dempster, Laird & Rubin 1977, "Maximum Likelihood from Incomplete Data via the EM Algorithm"; Schwarz 1978,
 * "Estimating the Dimension of a Model"; start and floor of the variances as in scikit-learn.
 */
import { DataError } from '@anodec/core';
import { z } from 'zod';
import { definePointDetector } from '../points/point-detector.js';
import { type PointModel, type Points, pointCount, pointsFor } from '../points/point-method.js';
import type { Work } from '../work.js';
import { assign, findCentres } from './k-means.js';
import { weightedMoments } from './moments.js';
import { squaredDistance, whiten } from './whitening.js';

const settings = {
  components: z
    .int()
    .min(0)
    .default(0)
    .describe('Number of normal distributions; 0: that with the lowest BIC'),
  maxComponents: z.int().min(1).default(5).describe('Largest number tried where components is 0'),
  covariance: z
    .enum(['full', 'diagonal'])
    .default('full')
    .describe('Whether a distribution knows how channels go together, or only how far each varies'),
  minGain: z
    .number()
    .gt(0)
    .default(1e-3)
    .describe('Gain of the mean log density below which fitting ends'),
  maxIterations: z.int().min(1).default(100).describe('Largest number of steps of fitting'),
  seed: z.int().min(0).default(42).describe('Random seed of the start'),
};

type Config = z.output<z.ZodObject<typeof settings>>;

/** The entry for a registry of detectors. */
export const gaussianMixture = definePointDetector({
  name: 'gaussian-mixture',
  settings,
  title: () => 'Gaussian mixture',
  maxRows: 5000,
  async fit(points, { config, work }) {
    const { components, maxComponents } = config;
    if (components > 0)
      return createModel(points.size, (await fitMixture(points, components, config, work)).mixture);
    const N = pointCount(points);
    let best: { mixture: Mixture; bic: number } | undefined;
    for (let K = 1; K <= Math.min(maxComponents, Math.max(1, Math.floor(N / 2))); K++) {
      const { mixture, logDensity } = await fitMixture(points, K, config, work);
      const bic = freedom(K, points.size, config) * Math.log(N) - 2 * N * logDensity;
      if (!best || bic < best.bic) best = { mixture, bic };
      await work.piece(Math.floor((K / maxComponents) * N));
    }
    if (!best) throw new Error('At least one mixture is fitted.');
    return createModel(points.size, best.mixture);
  },
  restore: (_, { centres, inverses, logWeights }) =>
    createModel(centres.shape[1], {
      centres: centres.data,
      inverses: inverses.data,
      logWeights: logWeights.data,
    }),
});

/** K normal distributions. */
interface Mixture {
  /** (K, D) */
  readonly centres: Float32Array;
  /** (K, D, D), inverses of the Cholesky factors of the covariances. */
  readonly inverses: Float32Array;
  /** (K), logarithms of weight and normaliser of each density. */
  readonly logWeights: Float32Array;
}

function createModel(D: number, mixture: Mixture): PointModel {
  const K = mixture.logWeights.length;
  const terms = new Float64Array(K);
  const centred = new Float64Array(D);
  const highest = logOfSum(mixture.logWeights);
  return {
    pointsAtOnce: pointsFor(K * D * D),
    score({ values }, out) {
      for (let n = 0; n < out.length; n++)
        out[n] = Math.max(0, highest - logDensityOf(mixture, values, n * D, terms, centred));
    },
    arrays: {
      centres: { shape: [K, D], data: mixture.centres },
      inverses: { shape: [K, D, D], data: mixture.inverses },
      logWeights: { shape: [K], data: mixture.logWeights },
    },
  };
}

/** @param terms (K), overwritten with the logarithms of the weighted densities */
function logDensityOf(
  { centres, inverses, logWeights }: Mixture,
  values: Float32Array,
  start: number,
  terms: Float64Array,
  centred: Float64Array,
): number {
  const D = centred.length;
  for (let k = 0; k < terms.length; k++) {
    const centre = centres.subarray(k * D, (k + 1) * D);
    const inverse = inverses.subarray(k * D * D, (k + 1) * D * D);
    terms[k] = logWeights[k] - squaredDistance(values, start, centre, inverse, centred) / 2;
  }
  return logOfSum(terms);
}

/** The logarithm of the sum of what the terms are logarithms of. */
function logOfSum(terms: Float32Array | Float64Array): number {
  let largest = -Infinity;
  for (const term of terms) largest = Math.max(largest, term);
  let sum = 0;
  for (const term of terms) sum += Math.exp(term - largest);
  return largest + Math.log(sum);
}

/** The floor of the variances. */
const FLOOR = 1e-6;

async function fitMixture(points: Points, K: number, config: Config, work: Work) {
  const { values, size: D } = points;
  const N = pointCount(points);
  if (N < 2 * K) {
    throw new DataError(
      `A mixture of ${K} must have at least ${2 * K} rows to learn from, got ${N}. ` +
        `Set components to ${Math.max(1, Math.floor(N / 2))} or less, or add rows.`,
    );
  }
  const centres = await findCentres(points, { k: K, starts: 1, seed: config.seed }, work);
  const nearest = new Int32Array(N);
  assign(points, centres, nearest);
  // (K, N), how much of each point belongs to each component
  const shares = Array.from({ length: K }, (_, k) =>
    Float64Array.from(nearest, (c) => (c === k ? 1 : 0)),
  );
  const terms = new Float64Array(K);
  const centred = new Float64Array(D);
  let logDensity = -Infinity;
  for (let step = 0; ; step++) {
    const mixture = mixtureOf(points, shares, config);
    let total = 0;
    for (let n = 0; n < N; n++) {
      const log = logDensityOf(mixture, values, n * D, terms, centred);
      for (let k = 0; k < K; k++) shares[k][n] = Math.exp(terms[k] - log);
      total += log;
    }
    await work.piece(0);
    const gain = total / N - logDensity;
    logDensity = total / N;
    if (Math.abs(gain) < config.minGain || step === config.maxIterations)
      return { mixture, logDensity };
  }
}

/** The distributions of points that belong to them in part. */
function mixtureOf(
  points: Points,
  shares: readonly Float64Array[],
  { covariance: kind }: Config,
): Mixture {
  const D = points.size;
  const K = shares.length;
  const centres = new Float32Array(K * D);
  const inverses = new Float32Array(K * D * D);
  const logWeights = new Float32Array(K);
  for (const [k, share] of shares.entries()) {
    const weight = share.reduce((a, b) => a + b, 10 * Number.EPSILON) / share.length;
    const { mean, covariance } = weightedMoments(points, share);
    if (kind === 'diagonal') keepDiagonal(covariance, D);
    const { inverse, logDeterminant } = whiten(covariance, D, FLOOR);
    centres.set(mean, k * D);
    inverses.set(inverse, k * D * D);
    logWeights[k] = Math.log(weight) - (logDeterminant + D * Math.log(2 * Math.PI)) / 2;
  }
  return { centres, inverses, logWeights };
}

function keepDiagonal(covariance: Float64Array, D: number): void {
  for (let i = 0; i < covariance.length; i++) if (i % (D + 1) !== 0) covariance[i] = 0;
}

/** Numbers that a mixture of K distributions has to choose. */
function freedom(K: number, D: number, { covariance }: Config): number {
  return K * (covariance === 'full' ? (D * (D + 1)) / 2 : D) + K * D + K - 1;
}
