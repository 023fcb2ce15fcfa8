/**
 * Forecast of a row from the rows before it: a vector autoregression with a ridge penalty.
 *
 * Fitted by the Yule–Walker equations, whose matrix is made of covariances between lags and is positive
 * definite by construction. A missing reading counts as the mean of its channel.
 *
 * Source: Lütkepohl 2005, "New Introduction to Multiple Time Series Analysis", section 3.3.4; Hoerl &
 * Kennard 1970, "Ridge Regression".
 */
import { contiguousSegments, type FitOptions, type TimeSeriesFrame } from '@anodec/core';
import { solveCholesky } from './cholesky.js';
import { runWork, type Work } from './work.js';

/** Options of the computation. */
type ForecastOptions = Pick<FitOptions, 'signal' | 'progress'>;

/** What the forecast is fitted with. */
export interface ForecastSettings {
  /** Rows before a row that it is forecast from, L, at least 1. */
  readonly lags: number;
  /** Penalty on the squares of the coefficients, relative to the mean variance of the channels. */
  readonly ridge: number;
}

/**
 * Coefficients of the forecast: deviation of channel c = Σ over lags l and channels j of
 * coefficient (l, j, c) · deviation of channel j, l + 1 rows before.
 *
 * @param means (C), around which
 * @returns (L, C, C)
 * @throws StoppedError when the signal is aborted
 */
export async function fitForecast(
  recordings: readonly TimeSeriesFrame[],
  means: Float32Array,
  { lags: L, ridge }: ForecastSettings,
  options: ForecastOptions = {},
): Promise<Float64Array> {
  const C = means.length;
  const lagged = await lagCovariances(recordings, means, L, options);
  const variance =
    lagged[0].reduce((sum, value, i) => sum + (i % (C + 1) === 0 ? value : 0), 0) / C;
  const matrix = blockToeplitz(lagged, L, C);
  const penalty = variance > 0 ? ridge * variance : 1; // channels without variance need any at all
  for (let i = 0; i < L * C; i++) matrix[i * L * C + i] += penalty;
  const right = new Float64Array(L * C * C);
  for (let l = 0; l < L; l++) right.set(transpose(lagged[l + 1], C), l * C * C);
  const work = { label: 'Forecast', total: L * C, unit: 'equations' };
  await runWork(options, work, (piece) => solveCholesky(matrix, L * C, right, piece));
  return right;
}

/**
 * Covariances of channels i in a row with channels j in the row k before it, with the number of all
 * rows as the divisor; rows before a gap-free stretch count as the means.
 *
 * @param means (C)
 * @returns L + 1 matrices (C, C), for k from 0 to L
 */
export async function lagCovariances(
  recordings: readonly TimeSeriesFrame[],
  means: Float32Array,
  L: number,
  options: ForecastOptions = {},
): Promise<Float64Array[]> {
  const C = means.length;
  const sums = Array.from({ length: L + 1 }, () => new Float64Array(C * C));
  const rows = recordings.reduce((sum, { values }) => sum + values.length / C, 0);
  const label = { label: 'Lagged covariance', total: rows, unit: 'rows' };
  await runWork(options, label, async (work) => {
    let done = 0;
    for (const frame of recordings) {
      for (const { start, end } of contiguousSegments(frame)) {
        const stretch = frame.values.subarray(start * C, end * C);
        await addStretch(stretch, means, sums, done, work);
        done += end - start;
      }
    }
  });
  for (const matrix of sums) for (let i = 0; i < matrix.length; i++) matrix[i] /= rows;
  return sums;
}

/** Rows between two looks at the clock, so that a piece takes some milliseconds. */
const PIECE = 256;

/** Adds the products of all rows of a stretch with the rows up to L before them. @param stretch (T, C) */
async function addStretch(
  stretch: Float32Array,
  means: Float32Array,
  sums: readonly Float64Array[],
  done: number,
  work: Work,
): Promise<void> {
  const C = means.length;
  const T = stretch.length / C;
  for (let t = 0; t < T; t += PIECE) {
    const end = Math.min(T, t + PIECE);
    const first = Math.max(0, t - sums.length + 1);
    const deviations = centred(stretch.subarray(first * C, end * C), means);
    for (let k = 0; k < sums.length; k++) {
      addProducts(sums[k], deviations, k, Math.max(t, k) - first, end - first);
    }
    await work.piece(done + end);
  }
}

/** Adds the products of rows t from `start` to `end` with the row k before each to a matrix (C, C), one row after the other. */
function addProducts(
  sums: Float64Array,
  deviations: Float64Array,
  k: number,
  start: number,
  end: number,
): void {
  const C = Math.sqrt(sums.length);
  let t = start;
  // four rows at a time: a sum is loaded and stored once for all of them
  for (; t + 3 < end; t += 4) {
    const [r0, r1, r2, r3] = [t * C, (t + 1) * C, (t + 2) * C, (t + 3) * C];
    const [b0, b1, b2, b3] = [r0 - k * C, r1 - k * C, r2 - k * C, r3 - k * C];
    for (let i = 0; i < C; i++) {
      const [v0, v1] = [deviations[r0 + i], deviations[r1 + i]];
      const [v2, v3] = [deviations[r2 + i], deviations[r3 + i]];
      const at = i * C;
      for (let j = 0; j < C; j++) {
        sums[at + j] =
          sums[at + j] +
          v0 * deviations[b0 + j] +
          v1 * deviations[b1 + j] +
          v2 * deviations[b2 + j] +
          v3 * deviations[b3 + j];
      }
    }
  }
  for (; t < end; t++) {
    for (let i = 0; i < C; i++) {
      const value = deviations[t * C + i];
      for (let j = 0; j < C; j++) sums[i * C + j] += value * deviations[(t - k) * C + j];
    }
  }
}

/** Deviations from the means; a missing reading deviates by 0. */
function centred(values: Float32Array, means: Float32Array): Float64Array {
  const C = means.length;
  const deviations = new Float64Array(values.length);
  for (let i = 0; i < deviations.length; ) {
    for (let c = 0; c < C; c++, i++) {
      deviations[i] = Number.isNaN(values[i]) ? 0 : values[i] - means[c];
    }
  }
  return deviations;
}

/** (L·C, L·C), in block (a, b) the covariance of the row a + 1 before with the row b + 1 before. */
function blockToeplitz(lagged: readonly Float64Array[], L: number, C: number): Float64Array {
  const N = L * C;
  const matrix = new Float64Array(N * N);
  for (let a = 0; a < L; a++) {
    for (let b = 0; b < L; b++) {
      const block = b >= a ? lagged[b - a] : transpose(lagged[a - b], C);
      for (let i = 0; i < C; i++) {
        matrix.set(block.subarray(i * C, (i + 1) * C), (a * C + i) * N + b * C);
      }
    }
  }
  return matrix;
}

function transpose(matrix: Float64Array, C: number): Float64Array {
  return matrix.map((_, at) => matrix[(at % C) * C + Math.floor(at / C)]);
}
