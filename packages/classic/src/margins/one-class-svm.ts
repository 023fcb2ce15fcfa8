/**
 * One-class support vector machine with a Gaussian kernel: a row is anomalous outside of a smooth surface around most
 * training rows.
 *
 * The score is how far the sum of scikit-learn's `score_samples` is below the largest one possible, in logarithms: 0
 * where all weight lies at the row, growing with the square of the distance far away. The sum itself ends at 0, and a
 * threshold that is a multiple of usual scores could lie beyond every row. Sequential minimal optimisation with
 * second-order choice of pairs, as in LIBSVM; the kernel matrix is kept whole, so `maxRows` is small.
 *
 * Source: Schölkopf, Platt, Shawe-Taylor, Smola & Williamson 2001, "Estimating the Support of a High-Dimensional
 * Distribution"; Fan, Chen & Lin 2005, "Working Set Selection Using Second Order Information for Training SVM".
 */
import { DataError } from '@anodec/core';
import { z } from 'zod';
import { meanVariance } from '../density/moments.js';
import { rowsOf } from '../neighbours/dbscan.js';
import { definePointDetector } from '../points/point-detector.js';
import { type PointModel, type Points, pointCount, pointsFor } from '../points/point-method.js';
import { solveOneClass } from './smo.js';

const settings = {
  nu: z
    .number()
    .gt(0)
    .max(1)
    .default(0.05)
    .describe(
      'Largest share of training rows outside, and smallest share of them that shape the surface',
    ),
  gamma: z
    .number()
    .min(0)
    .default(0)
    .describe('Sharpness of the kernel; 0: one over numbers in a row times their variance'),
  tolerance: z
    .number()
    .gt(0)
    .default(1e-4)
    .describe('Violation of the optimum at which fitting ends'),
};

/** The entry for a registry of detectors. */
export const oneClassSvm = definePointDetector({
  name: 'one-class-svm',
  settings,
  title: () => 'One-class SVM',
  maxRows: 2000,
  async fit(rows, { config, names, work }) {
    const R = pointCount(rows);
    if (R < 2) {
      throw new DataError(
        `A one-class SVM must have at least 2 rows to learn from, got ${R}. Add rows.`,
      );
    }
    const gamma = config.gamma || Math.fround(usualGamma(rows, names));
    const { weights, offset } = await solveOneClass(rows, { ...config, gamma }, work);
    const support = [...weights.keys()].filter((r) => weights[r] > 0);
    return createModel({
      rows: rowsOf(rows, support),
      weights: Float32Array.from(support, (r) => weights[r]),
      offset: Math.fround(offset),
      gamma,
    });
  },
  restore: (config, { rows, weights, scale }) =>
    createModel({
      rows: { values: rows.data, size: rows.shape[1] },
      weights: weights.data,
      offset: scale.data[0],
      gamma: config.gamma || scale.data[1],
    }),
});

/** Support vectors. */
interface Model {
  readonly rows: Points;
  /** (R), above 0. */
  readonly weights: Float32Array;
  readonly offset: number;
  readonly gamma: number;
}

function createModel({ rows, weights, offset, gamma }: Model): PointModel {
  const R = weights.length;
  const D = rows.size;
  // all rows at one point: no sum is larger, so that no score is negative
  const largest = weights.reduce((a, b) => a + b, 0);
  const exponents = new Float64Array(R);
  return {
    pointsAtOnce: pointsFor(R * (D + 20)),
    score({ values }, out) {
      for (let n = 0; n < out.length; n++) {
        let nearest = -Infinity;
        for (let r = 0; r < R; r++) {
          let distance = 0;
          for (let d = 0; d < D; d++) distance += (values[n * D + d] - rows.values[r * D + d]) ** 2;
          exponents[r] = -gamma * distance;
          nearest = Math.max(nearest, exponents[r]);
        }
        // relative to the nearest support vector, as all exponentials are 0 far away
        let sum = 0;
        for (let r = 0; r < R; r++) sum += weights[r] * Math.exp(exponents[r] - nearest);
        out[n] = Math.max(0, Math.log(largest / sum) - nearest);
      }
    },
    arrays: {
      rows: { shape: [R, D], data: rows.values },
      weights: { shape: [R], data: weights },
      scale: { shape: [2], data: Float32Array.of(offset, gamma) },
    },
  };
}

/** scikit-learn's `scale`: the variance is that of all numbers of all rows together. */
function usualGamma(rows: Points, names: readonly string[]): number {
  meanVariance(rows, names); // throws where nothing varies
  const { values } = rows;
  const centre = values.reduce((sum, x) => sum + x, 0) / values.length;
  const variance = values.reduce((sum, x) => sum + (x - centre) ** 2, 0) / values.length;
  return 1 / (rows.size * variance);
}
