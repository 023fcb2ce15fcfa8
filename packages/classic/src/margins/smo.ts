/** Sequential minimal optimisation of a one-class support vector machine; see one-class-svm.ts. */
import { type Points, pointCount } from '../points/point-method.js';
import type { Work } from '../work.js';

/** The solution: minimises ½·αᵀKα with 0 ≤ α ≤ 1 and Σα = νR. */
export interface OneClassSolution {
  /** (R), α. */
  readonly weights: Float64Array;
  /** ρ, the sum of kernels on the surface. */
  readonly offset: number;
}

/** Steps after which the solution is taken as it is; LIBSVM allows as many. */
const STEPS = 10_000_000;

/** Finds the weights of the rows. @param rows (R, D); the matrix of their kernels has R² float32 */
export async function solveOneClass(
  rows: Points,
  { nu, gamma, tolerance }: Readonly<Record<'nu' | 'gamma' | 'tolerance', number>>,
  work: Work,
): Promise<OneClassSolution> {
  const R = pointCount(rows);
  const kernels = await kernelMatrix(rows, gamma, work);
  const weights = startWeights(R, nu);
  const gradient = startGradient(kernels, weights);
  for (let step = 0; step < STEPS; step++) {
    const pair = choosePair(kernels, weights, gradient, tolerance);
    if (!pair) break;
    moveWeight(kernels, weights, gradient, pair);
    if (step % 1024 === 0) await work.piece(R);
  }
  return { weights, offset: offsetOf(weights, gradient) };
}

async function kernelMatrix({ values, size: D }: Points, gamma: number, work: Work) {
  const R = values.length / D;
  const kernels = new Float32Array(R * R);
  for (let i = 0; i < R; i++) {
    for (let j = 0; j <= i; j++) {
      let distance = 0;
      for (let d = 0; d < D; d++) distance += (values[i * D + d] - values[j * D + d]) ** 2;
      kernels[i * R + j] = Math.exp(-gamma * distance);
      kernels[j * R + i] = kernels[i * R + j];
    }
    if (i % 16 === 0) await work.piece(i);
  }
  return kernels;
}

/** The first νR rows have the weight 1, as in LIBSVM. */
function startWeights(R: number, nu: number): Float64Array {
  const total = nu * R;
  return Float64Array.from({ length: R }, (_, r) => Math.min(1, Math.max(0, total - r)));
}

/** (R), Kα. */
function startGradient(kernels: Float32Array, weights: Float64Array): Float64Array {
  const R = weights.length;
  const gradient = new Float64Array(R);
  for (let j = 0; j < R; j++) {
    if (weights[j] === 0) continue;
    for (let i = 0; i < R; i++) gradient[i] += weights[j] * kernels[j * R + i];
  }
  return gradient;
}

/** Rows between which weight moves: to the first, from the second. */
interface Pair {
  readonly to: number;
  readonly from: number;
}

/** The pair that gains most by a second-order estimate; undefined at the optimum. */
function choosePair(
  kernels: Float32Array,
  weights: Float64Array,
  gradient: Float64Array,
  tolerance: number,
): Pair | undefined {
  const R = weights.length;
  let to = -1;
  for (let i = 0; i < R; i++) {
    if (weights[i] < 1 && (to < 0 || gradient[i] < gradient[to])) to = i;
  }
  if (to < 0) return undefined;
  let [from, best, worst] = [-1, 0, -Infinity];
  for (let j = 0; j < R; j++) {
    if (weights[j] === 0) continue;
    const difference = gradient[j] - gradient[to];
    worst = Math.max(worst, difference);
    if (difference <= 0) continue;
    const gain = difference ** 2 / curvature(kernels, R, to, j);
    if (gain > best) [from, best] = [j, gain];
  }
  return worst < tolerance || from < 0 ? undefined : { to, from };
}

/** Second derivative along the move; equal rows have none. */
function curvature(kernels: Float32Array, R: number, i: number, j: number): number {
  return Math.max(2 - 2 * kernels[i * R + j], 1e-12);
}

function moveWeight(
  kernels: Float32Array,
  weights: Float64Array,
  gradient: Float64Array,
  { to, from }: Pair,
): void {
  const R = weights.length;
  const step = (gradient[from] - gradient[to]) / curvature(kernels, R, to, from);
  const moved = Math.min(step, 1 - weights[to], weights[from]);
  // exactly at a bound, not a rounding beside it
  weights[to] = moved === 1 - weights[to] ? 1 : weights[to] + moved;
  weights[from] = moved === weights[from] ? 0 : weights[from] - moved;
  for (let i = 0; i < R; i++) {
    gradient[i] += moved * (kernels[to * R + i] - kernels[from * R + i]);
  }
}

/** The mean sum of kernels of the rows on the surface, or the middle between those inside and outside. */
function offsetOf(weights: Float64Array, gradient: Float64Array): number {
  let [sum, free, low, high] = [0, 0, -Infinity, Infinity];
  for (let i = 0; i < weights.length; i++) {
    if (weights[i] === 1) low = Math.max(low, gradient[i]);
    else if (weights[i] === 0) high = Math.min(high, gradient[i]);
    else {
      sum += gradient[i];
      free++;
    }
  }
  if (free > 0) return sum / free;
  return Number.isFinite(high) && Number.isFinite(low)
    ? (low + high) / 2
    : Math.max(low, Math.min(high, low));
}
