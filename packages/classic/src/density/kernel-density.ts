/**
 * Kernel density: a row is anomalous where a sum of bell curves around the training rows is low.
 *
 * Source: Parzen 1962, "On Estimation of a Probability Density Function and Mode"; bandwidth after Scott 1992,
 * "Multivariate Density Estimation", section 6.3.
 */
import { z } from 'zod';
import { definePointDetector } from '../points/point-detector.js';
import { type PointModel, type Points, pointCount, pointsFor } from '../points/point-method.js';
import { meanVariance } from './moments.js';

/** The entry for a registry of detectors. */
export const kernelDensity = definePointDetector({
  name: 'kde',
  settings: {
    bandwidth: z
      .number()
      .min(0)
      .default(0)
      .describe(
        'Deviation of the bell curve around a training row; 0: by Scott’s rule from rows and spread',
      ),
  },
  title: () => 'Kernel density',
  maxRows: 4000,
  fit(rows, { config, names }) {
    const deviation = Math.sqrt(meanVariance(rows, names));
    const scott = deviation * pointCount(rows) ** (-1 / (rows.size + 4));
    return createModel(rows, config.bandwidth || Math.fround(scott));
  },
  restore: (config, { rows, bandwidth }) =>
    createModel({ values: rows.data, size: rows.shape[1] }, config.bandwidth || bandwidth.data[0]),
});

function createModel(rows: Points, bandwidth: number): PointModel {
  const R = pointCount(rows);
  const { values, size: D } = rows;
  const exponents = new Float64Array(R);
  return {
    pointsAtOnce: pointsFor(values.length + 20 * R),
    score(points, out) {
      for (let n = 0; n < out.length; n++) {
        let largest = -Infinity;
        for (let r = 0; r < R; r++) {
          let sum = 0;
          for (let d = 0; d < D; d++) sum += (points.values[n * D + d] - values[r * D + d]) ** 2;
          exponents[r] = sum / (-2 * bandwidth ** 2);
          if (exponents[r] > largest) largest = exponents[r];
        }
        // relative to the largest one, or all would vanish far out
        let total = 0;
        for (let r = 0; r < R; r++) total += Math.exp(exponents[r] - largest);
        out[n] = Math.max(0, Math.log(R) - largest - Math.log(total)); // 0 where rounding passes it
      }
    },
    arrays: {
      rows: { shape: [R, D], data: values },
      bandwidth: { shape: [1], data: Float32Array.of(bandwidth) },
    },
  };
}
