/** Projection onto the two directions of largest variance. */
import { checkShape, DataError } from '@anodec/core';
import { symmetricEigen } from '../symmetric-eigen.js';
import type { Projection } from './projection.js';

/**
 * Principal components of codes. The largest value of each component is positive, so that its sign is the same
 * wherever it is computed.
 *
 * @param codes (N, E), row-major, left as they are
 * @param E values of a code
 * @returns points (N, 2) and the shares of the variance that they explain; with one value for each code the
 *   second axis is 0
 * @throws DataError when there are fewer than two codes
 *
 * Source: Jolliffe 2002, "Principal Component Analysis", 2nd edition, section 3.5.
 */
export async function projectPca(codes: Float32Array, E: number): Promise<Required<Projection>> {
  const N = codes.length / E;
  if (!(N >= 2)) throw new DataError(`There must be two codes or more to project, got ${N || 0}.`);
  checkShape('codes', codes, N, E);
  const centred = centre(codes, N, E);
  const { values, vectors } = await symmetricEigen(covarianceOf(centred, N, E), E);
  const total = values.reduce((sum, value) => sum + Math.max(0, value), 0);
  const axes = Math.min(2, E);
  const points = new Float64Array(2 * N);
  for (let k = 0; k < axes; k++) {
    const component = withSign(vectors.subarray(k * E, (k + 1) * E));
    for (let n = 0; n < N; n++) {
      let sum = 0;
      for (let e = 0; e < E; e++) sum += centred[n * E + e] * component[e];
      points[2 * n + k] = sum;
    }
  }
  const share = (k: number): number => (k < axes && total > 0 ? Math.max(0, values[k]) / total : 0);
  return { points, shares: [share(0), share(1)] };
}

function centre(codes: Float32Array, N: number, E: number): Float64Array {
  const means = new Float64Array(E);
  for (let i = 0; i < codes.length; i++) means[i % E] += codes[i] / N;
  return Float64Array.from(codes, (value, i) => value - means[i % E]);
}

/** (E, E) */
function covarianceOf(centred: Float64Array, N: number, E: number): Float64Array {
  const matrix = new Float64Array(E * E);
  for (let n = 0; n < N; n++) {
    for (let a = 0; a < E; a++) {
      const value = centred[n * E + a] / (N - 1);
      for (let b = a; b < E; b++) matrix[a * E + b] += value * centred[n * E + b];
    }
  }
  for (let a = 0; a < E; a++) {
    for (let b = 0; b < a; b++) matrix[a * E + b] = matrix[b * E + a];
  }
  return matrix;
}

function withSign(component: Float64Array): Float64Array {
  const largest = component.reduce(
    (max, value) => (Math.abs(value) > Math.abs(max) ? value : max),
    0,
  );
  return largest < 0 ? component.map((value) => -value) : component;
}
