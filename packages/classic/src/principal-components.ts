/**
 * Principal components of recordings, by the cheaper of two matrices that have the same ones.
 *
 * With more rows than channels, the eigenvectors of the covariance (C, C); with fewer rows, those of the Gram
 * matrix (N, N), carried over to the channels. Missing readings leave no Gram matrix of the same
 * components, so that recordings with gaps always take the covariance.
 *
 * Source: Jolliffe 2002, "Principal Component Analysis", 2nd edition, section 3.5.
 */
import { type FitOptions, type TimeSeriesFrame, frameLength } from '@anodec/core';
import { covariance, gramMatrix } from './covariance.js';
import { JACOBI_LIMIT, symmetricEigen } from './symmetric-eigen.js';
import { runWork } from './work.js';

/** Options of the computation. */
export type ComponentOptions = Pick<FitOptions, 'signal' | 'progress'>;

/** Components by falling variance. */
export interface PrincipalComponents {
  /** (K) */
  readonly variances: Float64Array;
  /** (K, C), one component of length 1 in each row. */
  readonly components: Float64Array;
  /** Sum of the variances of all components, dropped ones included. */
  readonly total: number;
}

/**
 * Principal components that together explain a share of the variance.
 *
 * @param means (C), around which
 * @param share of the variance, (0, 1]
 * @returns the fewest that explain it
 * @throws DataError when two channels have fewer than two rows in common
 * @throws StoppedError when the signal is aborted
 */
export async function principalComponents(
  recordings: readonly TimeSeriesFrame[],
  means: Float32Array,
  share: number,
  options: ComponentOptions = {},
): Promise<PrincipalComponents> {
  const rows = recordings.reduce((sum, frame) => sum + frameLength(frame), 0);
  const route = takesGramMatrix(recordings, rows, means.length) ? byGramMatrix : byCovariance;
  return route(recordings, means, share, options);
}

/** Whether the Gram matrix is the cheaper one; small covariances are cheap enough. */
function takesGramMatrix(recordings: readonly TimeSeriesFrame[], rows: number, C: number): boolean {
  if (C <= JACOBI_LIMIT || rows >= C || rows < 2) return false;
  return recordings.every(({ values }) => !values.some(Number.isNaN));
}

/** The components as eigenvectors of the covariance. */
export async function byCovariance(
  recordings: readonly TimeSeriesFrame[],
  means: Float32Array,
  share: number,
  options: ComponentOptions = {},
): Promise<PrincipalComponents> {
  const C = means.length;
  const rows = recordings.reduce((sum, frame) => sum + frameLength(frame), 0);
  const sums = { label: 'Covariance', total: rows, unit: 'rows' };
  const matrix = await runWork(options, sums, (work) => covariance(recordings, means, work));
  const { values, vectors } = await decompose(matrix, C, options);
  const K = countComponents(values, share);
  return {
    variances: values.slice(0, K),
    components: vectors.slice(0, K * C),
    total: values.reduce((sum, value) => sum + value, 0),
  };
}

/** The components from eigenvectors of the Gram matrix; only for recordings without missing readings. */
export async function byGramMatrix(
  recordings: readonly TimeSeriesFrame[],
  means: Float32Array,
  share: number,
  options: ComponentOptions = {},
): Promise<PrincipalComponents> {
  const C = means.length;
  const centred = centredRows(recordings, means);
  const N = centred.length / C;
  const sums = { label: 'Gram matrix', total: N, unit: 'rows' };
  const matrix = await runWork(options, sums, (work) => gramMatrix(centred, N, work));
  const { values, vectors } = await decompose(matrix, N, options);
  // N rows around their means span N − 1 dimensions at most; what lies below rounding is no component
  const smallest = values[0] * N * Number.EPSILON;
  const rank = values.findIndex((value) => value <= smallest);
  const K = Math.min(countComponents(values, share), rank < 0 ? N : rank);
  return {
    variances: values.slice(0, K),
    components: carryOver(centred, vectors, K, C),
    total: values.reduce((sum, value) => sum + value, 0),
  };
}

function decompose(matrix: Float64Array, N: number, options: ComponentOptions) {
  const work = { label: 'Principal components', total: 1, unit: 'decomposition' };
  return runWork(options, work, (piece) => symmetricEigen(matrix, N, piece));
}

/** (N, C), the rows of all recordings around the means. */
function centredRows(recordings: readonly TimeSeriesFrame[], means: Float32Array): Float64Array {
  const C = means.length;
  const centred = new Float64Array(
    recordings.reduce((length, { values }) => length + values.length, 0),
  );
  let at = 0;
  for (const { values } of recordings) {
    for (let i = 0; i < values.length; i++, at++) centred[at] = values[i] - means[i % C];
  }
  return centred;
}

/** Σ rows weighted by each eigenvector of the Gram matrix, at length 1: (K, C). */
function carryOver(
  centred: Float64Array,
  vectors: Float64Array,
  K: number,
  C: number,
): Float64Array {
  const N = centred.length / C;
  const components = new Float64Array(K * C);
  for (let k = 0; k < K; k++) {
    const component = components.subarray(k * C, (k + 1) * C);
    for (let n = 0; n < N; n++) {
      const weight = vectors[k * N + n];
      const row = centred.subarray(n * C, (n + 1) * C);
      for (let c = 0; c < C; c++) component[c] += weight * row[c];
    }
    const length = Math.sqrt(component.reduce((sum, value) => sum + value * value, 0));
    for (let c = 0; c < C; c++) component[c] /= length;
  }
  return components;
}

/** The fewest components that together explain `share` of the variance. */
function countComponents(variances: Float64Array, share: number): number {
  const total = variances.reduce((sum, value) => sum + value, 0);
  let explained = 0;
  for (let k = 0; k < variances.length; k++) {
    explained += variances[k];
    if (explained >= share * total) return k + 1;
  }
  return variances.length; // rounding may keep the sum just below the total
}
