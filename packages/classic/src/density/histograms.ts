/**
 * Histograms of the channels, HBOS: a row is anomalous where few training rows have readings like its own, channel by
 * channel. It sees no relation between channels.
 *
 * Source: Goldstein & Dengel 2012, "Histogram-Based Outlier Score (HBOS)"; bins of equal width, the floor `alpha` and
 * the tolerance beyond the last bin as in PyOD, but farther out the density is 0,
 * not that of the emptiest bin, and scores count from the fullest bin.
 */
import { z } from 'zod';
import { definePointDetector } from '../points/point-detector.js';
import { type PointModel, type Points, pointCount, pointsFor } from '../points/point-method.js';

const settings = {
  bins: z.int().min(2).default(10).describe('Bins of equal width of each histogram'),
  alpha: z
    .number()
    .gt(0)
    .lt(1)
    .default(0.1)
    .describe('Density that is added to each bin, so that an empty one has a score'),
  tolerance: z
    .number()
    .gte(0)
    .max(1)
    .default(0.5)
    .describe(
      'Bin widths beyond the lowest and highest training reading that still count as their bins',
    ),
};

type Config = z.output<z.ZodObject<typeof settings>>;

/** The entry for a registry of detectors. */
export const histograms = definePointDetector({
  name: 'hbos',
  settings,
  title: () => 'Histograms',
  maxRows: 1_000_000,
  scoresValues: true,
  fit: (points, { config }) => createModel(config, learn(points, config.bins)),
  restore: (config, { lows, widths, densities }) =>
    createModel(config, { lows: lows.data, widths: widths.data, densities: densities.data }),
});

/** Histograms of D numbers with B bins. */
interface Model {
  /** (D), lowest training values. */
  readonly lows: Float32Array;
  /** (D), of a bin. */
  readonly widths: Float32Array;
  /** (D, B), share of the training values in each bin over the width of the bin. */
  readonly densities: Float32Array;
}

function createModel({ alpha, tolerance, bins }: Config, model: Model): PointModel {
  const { lows, widths, densities } = model;
  const D = lows.length;
  // less the score of the fullest bin, so that scores are at least 0 whatever the unit of a channel
  const fullest = lows.map((_, d) => Math.max(...densities.subarray(d * bins, (d + 1) * bins)));
  const scoreOf = (density: number, d: number): number =>
    Math.log2((fullest[d] + alpha) / (density + alpha));
  const scores = Float64Array.from(densities, (density, i) =>
    scoreOf(density, Math.floor(i / bins)),
  );
  return {
    pointsAtOnce: pointsFor(10 * D),
    score({ values }, out) {
      for (let i = 0; i < out.length; i++) {
        const d = i % D;
        const at = (values[i] - lows[d]) / widths[d];
        const bin = Math.min(bins - 1, Math.max(0, Math.floor(at)));
        const isOutside = at < -tolerance || at > bins + tolerance;
        out[i] = isOutside ? scoreOf(0, d) : scores[d * bins + bin];
      }
    },
    arrays: {
      lows: { shape: [D], data: lows },
      widths: { shape: [D], data: widths },
      densities: { shape: [D, bins], data: densities },
    },
  };
}

function learn(points: Points, bins: number): Model {
  const { values, size: D } = points;
  const N = pointCount(points);
  const lows = new Float32Array(D).fill(Infinity);
  const highs = new Float32Array(D).fill(-Infinity);
  for (let i = 0; i < values.length; i++) {
    lows[i % D] = Math.min(lows[i % D], values[i]);
    highs[i % D] = Math.max(highs[i % D], values[i]);
  }
  // around a constant channel a range of 1, as NumPy has it
  for (let d = 0; d < D; d++)
    if (lows[d] === highs[d]) [lows[d], highs[d]] = [lows[d] - 0.5, lows[d] + 0.5];
  const widths = lows.map((low, d) => (highs[d] - low) / bins);
  const densities = new Float32Array(D * bins);
  const counts = new Int32Array(D * bins);
  for (let i = 0; i < values.length; i++) {
    const d = i % D;
    const bin = Math.floor((values[i] - lows[d]) / widths[d]);
    counts[d * bins + Math.min(bins - 1, Math.max(0, bin))]++;
  }
  for (let i = 0; i < counts.length; i++)
    densities[i] = counts[i] / N / widths[Math.floor(i / bins)];
  return { lows, widths, densities };
}
