/**
 * Gaussian mixture: a row is anomalous where a sum of k normal distributions, fitted to training rows, is low.
 *
 * The score is how far the logarithm of the density lies below what it would be if all centres were one point, so that
 * it is never negative. Without a number of components the one with the lowest BIC is
 * taken.
 *
 * Source: Schwarz 1978, "Estimating the Dimension of a Model"; the fit is in `fit-mixture.ts`.
 */
import { z } from 'zod';
import { definePointDetector } from '../points/point-detector.js';
import { type PointModel, pointCount, pointsFor } from '../points/point-method.js';
import { fitMixture, logDensityOf, logOfSum, type Mixture, mixtureBic } from './fit-mixture.js';

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
      const fitted = await fitMixture(points, K, config, work);
      const bic = mixtureBic(fitted, N, config.covariance);
      if (!best || bic < best.bic) best = { mixture: fitted.mixture, bic };
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

function createModel(D: number, fitted: Mixture): PointModel {
  const K = fitted.logWeights.length;
  const mixture = {
    centres: Float32Array.from(fitted.centres),
    inverses: Float32Array.from(fitted.inverses),
    logWeights: Float32Array.from(fitted.logWeights),
  };
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
