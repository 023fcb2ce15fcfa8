/**
 * The fit of a mixture of normal distributions to points, and the density of a point under it.
 *
 * Source: Dempster, Laird & Rubin 1977, "Maximum Likelihood from Incomplete Data via the EM Algorithm"; start and floor
 * of the variances as in scikit-learn.
 */
import { checkShape, DataError } from '@anodec/core';
import { type Points, pointCount } from '../points/point-method.js';
import type { Work } from '../work.js';
import { assign, findCentres } from './k-means.js';
import { weightedMoments } from './moments.js';
import { squaredDistance, whiten } from './whitening.js';

/** K normal distributions. */
export interface Mixture {
  /** (K, D) */
  readonly centres: Float32Array | Float64Array;
  /** (K, D, D), inverses of the Cholesky factors of the covariances. */
  readonly inverses: Float32Array | Float64Array;
  /** (K), logarithms of weight and normaliser of each density. */
  readonly logWeights: Float32Array | Float64Array;
}

/** How a mixture is fitted. */
export interface MixtureConfig {
  /** Whether a distribution knows how channels go together, or only how far each varies. */
  readonly covariance: 'full' | 'diagonal';
  /** Gain of the mean log density below which fitting ends. */
  readonly minGain: number;
  /** Largest number of steps. */
  readonly maxIterations: number;
  /** Of the start. */
  readonly seed: number;
  /** Attempts of k-means, of which the best gives the centres to start from; default 1. */
  readonly starts?: number;
  /** (K, D), where to start; default the centres of k-means. */
  readonly centres?: Float64Array;
}

/** A mixture that was fitted. */
export interface FittedMixture {
  readonly mixture: Mixture;
  /** Mean log density of the points. */
  readonly logDensity: number;
  /** K times (N), how much of each point belongs to each distribution; 1 over all of them. */
  readonly shares: readonly Float64Array[];
}

/** The log density of a point. @param terms (K), overwritten with the logarithms of the weighted densities */
export function logDensityOf(
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
export function logOfSum(terms: Float32Array | Float64Array): number {
  let largest = -Infinity;
  for (const term of terms) largest = Math.max(largest, term);
  let sum = 0;
  for (const term of terms) sum += Math.exp(term - largest);
  return largest + Math.log(sum);
}

/** The floor of the variances. */
const FLOOR = 1e-6;

/**
 * Fits a mixture of K distributions by expectation and maximisation; the first shares are whole, by the nearest centre.
 *
 * @throws DataError when there are fewer than two points for each distribution; ShapeError when centres are not (K, D)
 */
export async function fitMixture(
  points: Points,
  K: number,
  config: MixtureConfig,
  work: Work,
): Promise<FittedMixture> {
  const { values, size: D } = points;
  const N = pointCount(points);
  if (N < 2 * K) {
    throw new DataError(
      `A mixture of ${K} must have at least ${2 * K} rows to learn from, got ${N}. ` +
        `Set components to ${Math.max(1, Math.floor(N / 2))} or less, or add rows.`,
    );
  }
  if (config.centres) checkShape('centres', config.centres, K, D);
  const start = { k: K, starts: config.starts ?? 1, seed: config.seed };
  const centres = config.centres ?? (await findCentres(points, start, work));
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
      return { mixture, logDensity, shares };
  }
}

/** The distributions of points that belong to them in part. */
function mixtureOf(
  points: Points,
  shares: readonly Float64Array[],
  { covariance: kind }: MixtureConfig,
): Mixture {
  const D = points.size;
  const K = shares.length;
  const centres = new Float64Array(K * D);
  const inverses = new Float64Array(K * D * D);
  const logWeights = new Float64Array(K);
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

/** Schwarz's criterion, BIC: the lower, the better the mixture for as many numbers as it has to choose. */
export function mixtureBic(
  { mixture, logDensity }: FittedMixture,
  N: number,
  covariance: MixtureConfig['covariance'],
): number {
  const K = mixture.logWeights.length;
  const D = mixture.centres.length / K;
  return freedom(K, D, covariance) * Math.log(N) - 2 * N * logDensity;
}

/** Numbers that a mixture of K distributions has to choose. */
function freedom(K: number, D: number, covariance: MixtureConfig['covariance']): number {
  return K * (covariance === 'full' ? (D * (D + 1)) / 2 : D) + K * D + K - 1;
}
