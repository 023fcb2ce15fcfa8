/**
 * Tail probabilities of the channels, ECOD and COPOD: a row is anomalous where its readings are far out in the
 * distributions that training rows have, channel by channel. There is nothing to set.
 *
 * The score of a reading is −log of the share of training readings at least as far out, in the tail that the skewness
 * points to or in a summary of both. Here a scored row counts as one more training row, so that the share is never 0
 * and a row scores the same alone and in a batch; PyOD adds all rows that are scored together.
 *
 * Source: Li, Zhao, Hu, Botta, Ionescu & Chen 2022, "ECOD: Unsupervised Outlier Detection Using Empirical Cumulative
 * Distribution Functions"; Li, Zhao, Botta, Ionescu & Hu 2020, "COPOD: Copula-Based Outlier Detection".
 */
import { definePointDetector } from '../points/point-detector.js';
import { type PointModel, type Points, pointCount, pointsFor } from '../points/point-method.js';

/** What stands beside the tail that the skewness points to; the larger of the two is the score. */
type Summary = (left: number, right: number) => number;

/** ECOD, the entry for a registry of detectors: the farther tail, whichever it is. */
export const ecod = define('ecod', 'Tail probabilities (ECOD)', Math.max);

/** COPOD, the entry for a registry of detectors: both tails on average. */
export const copod = define('copod', 'Copula tails (COPOD)', (left, right) => (left + right) / 2);

function define(name: string, title: string, summary: Summary) {
  return definePointDetector({
    name,
    settings: {},
    title: () => title,
    maxRows: 20_000,
    scoresValues: true,
    fit: (points) => createModel(sortColumns(points), summary),
    restore: (_, { sorted }) =>
      createModel({ values: sorted.data, size: sorted.shape[1] }, summary),
  });
}

/** @param sorted (D, N): D rows of N values in order, so N numbers a "point" */
function createModel(sorted: Points, summary: Summary): PointModel {
  const D = pointCount(sorted);
  const N = sorted.size;
  const columns = Array.from({ length: D }, (_, d) => sorted.values.subarray(d * N, (d + 1) * N));
  const skews = columns.map(signOfSkewness);
  return {
    pointsAtOnce: pointsFor(D * 40 * Math.log2(N + 2)),
    score({ values }, out) {
      for (let i = 0; i < out.length; i++) {
        const d = i % D;
        const column = columns[d];
        const left = -Math.log((countBelow(column, values[i], true) + 1) / (N + 1));
        const right = -Math.log((N - countBelow(column, values[i], false) + 1) / (N + 1));
        const skewed = (skews[d] < 1 ? left : 0) + (skews[d] > -1 ? right : 0);
        out[i] = Math.max(skewed, summary(left, right));
      }
    },
    arrays: { sorted: { shape: [D, N], data: sorted.values } },
  };
}

function sortColumns(points: Points): Points {
  const D = points.size;
  const N = pointCount(points);
  const sorted = new Float32Array(points.values.length);
  for (let d = 0; d < D; d++) {
    const column = sorted.subarray(d * N, (d + 1) * N);
    for (let n = 0; n < N; n++) column[n] = points.values[n * D + d];
    column.sort();
  }
  return { values: sorted, size: N };
}

/** How many sorted values are below a value, or equal to it with `orEqual`. */
function countBelow(sorted: Float32Array, value: number, orEqual: boolean): number {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (sorted[middle] < value || (orEqual && sorted[middle] === value)) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** 1, 0 or −1: the sign of the third central moment; 0 for equal values. */
function signOfSkewness(values: Float32Array): number {
  const centre = values.reduce((sum, x) => sum + x, 0) / values.length;
  let [cubes, squares] = [0, 0];
  for (const x of values) {
    cubes += (x - centre) ** 3;
    squares += (x - centre) ** 2;
  }
  // what rounding leaves of equal values has no sign
  return squares <= values.length * (1e-7 * centre) ** 2 ? 0 : Math.sign(cubes);
}
