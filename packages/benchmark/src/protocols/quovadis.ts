/** The protocol of "Quo Vadis": the best F1 on the test rows, under the best of three normalisations. */
import { median, quantiles } from '@anodec/core';
import { bestF1, rankingMetrics, rankScores } from '@anodec/metrics';
import type { Measure, MeasureInput } from '@anodec/pipeline';
import type { Protocol } from './protocol.js';
import { absoluteErrors, type ChannelErrors, columnOf, concatenateErrors, rowsOf } from './rows.js';

const SOURCE =
  'Sarfraz et al. 2024, "Position: Quo Vadis, Unsupervised Time Series Anomaly Detection?", ICML; github.com/ssarfraz/QuoVadisTAD';

/** Rows before a row that are averaged, and one fewer from it on. */
const SMOOTHING = 5;

/** A normalisation of the errors of one channel over the test rows. */
type Normalisation = (column: Float64Array) => Float64Array;

const NORMALISATIONS: readonly Normalisation[] = [byMedian, byMean, (column) => column];

export const quovadis: Protocol = {
  title: 'Quo Vadis 2024: best F1 under the best of three normalisations',
  source: SOURCE,
  settings: {
    preprocess: { scaler: { kind: 'minmax' }, recentre: 'none', clip: 'none' },
  },
  does: [
    'Channels are scaled to [0, 1] by the training rows.',
    'Absolute errors are normalised over the test rows by median and interquartile range, by mean and deviation, or not at all; smoothed over nine rows; a row scores by its largest channel.',
    'The normalisation and the limit are those with the best F1 on the test rows: both are ORACLE.',
  ],
  limits: [
    'Published baselines keep ten or thirty components of PCA and all training rows for the nearest neighbour; here the settings of the detectors decide.',
    'Rows without a score, at the beginning of a recording, count as 0.',
  ],
  measures: [
    measure('quovadisF1', 'F1 (ORACLE limit and normalisation)', 'F1', ({ f1 }) => f1),
    measure('quovadisAuprc', 'AUPRC (ORACLE normalisation)', 'AUPRC', ({ auprc }) => auprc),
  ],
};

function measure(
  key: string,
  title: string,
  what: string,
  pick: (best: { f1: number; auprc: number | null }) => number | null,
): Measure {
  return {
    key,
    title,
    description: `${what} under the best of three normalisations by F1, at the best limit, with the labels known.`,
    unit: 'number',
    higherIsBetter: true,
    source: SOURCE,
    compute(input) {
      const best = bestNormalisation(input);
      return best && pick(best);
    },
  };
}

/** Null where no row is under attack. */
function bestNormalisation({ tests }: Pick<MeasureInput, 'tests'>) {
  const { labels } = rowsOf(tests);
  const errors = concatenateErrors(tests.map(({ scores }) => absoluteErrors(scores)));
  const results = NORMALISATIONS.map((normalise) => {
    const steps = rankScores(labels, Float32Array.from(rowScores(errors, normalise)));
    const f1 = bestF1(steps)?.f1 ?? null;
    return f1 === null ? null : { f1, auprc: rankingMetrics(steps).auprc };
  });
  return results.reduce((best, one) => (one && (!best || one.f1 > best.f1) ? one : best), null);
}

/** (N), the largest normalised and smoothed error of each row. */
export function rowScores(errors: ChannelErrors, normalise: Normalisation): Float64Array {
  const N = errors.values.length / errors.C;
  const scores = new Float64Array(N).fill(-Infinity);
  for (let c = 0; c < errors.C; c++) {
    const column = columnOf(errors, c).map((error) => (Number.isNaN(error) ? 0 : error));
    smooth(normalise(column)).forEach((value, t) => (scores[t] = Math.max(scores[t], value)));
  }
  return scores;
}

/** Means over the five rows before a row and the four from it on; 0 in the first five, as published. */
function smooth(values: Float64Array): Float64Array {
  return values.map((_, t) => {
    if (t < SMOOTHING) return 0;
    const window = values.subarray(t - SMOOTHING, t + SMOOTHING - 1);
    return window.reduce((sum, value) => sum + value, 0) / window.length;
  });
}

function byMedian(column: Float64Array): Float64Array {
  const [low, high] = quantiles(column, [0.25, 0.75]);
  const centre = median(column);
  return column.map((value) => (value - centre) / (Math.abs(high - low) + 1e-2));
}

function byMean(column: Float64Array): Float64Array {
  const centre = column.reduce((sum, value) => sum + value, 0) / column.length;
  const variance = column.reduce((sum, value) => sum + (value - centre) ** 2, 0) / column.length;
  const deviation = variance > 0 ? Math.sqrt(variance) : 1;
  return column.map((value) => (value - centre) / deviation);
}
