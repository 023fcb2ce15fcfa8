/**
 * A support vector machine over all classes at once: each row wants its class to be ahead of every other by 1.
 *
 * Solved in the dual, row after row, each exactly. No rows are set aside in between (shrinking): a few thousand rows
 * do not need it. Penalty and loss are the squares and the hinge of the method; the intercepts are penalised, as in
 * LIBLINEAR.
 *
 * Source: Crammer & Singer 2001, "On the Algorithmic Implementation of Multiclass Kernel-based Vector Machines"; the
 * subproblem: Fan, Chang, Hsieh, Wang & Lin 2008, "LIBLINEAR", appendix E.
 */
import { createRandom, shuffle, type Work } from '@anodec/core';
import type { Matrix } from '../preparation.js';

/** A problem of K classes. */
export interface CrammerSingerProblem {
  /** (N, D), the last column of ones. */
  readonly matrix: Matrix;
  /** (N), class indices. */
  readonly labels: Uint8Array;
  readonly K: number;
  readonly c: number;
  readonly maxIterations: number;
  readonly tolerance: number;
  readonly seed: number;
}

/** The weights, (K, D). */
export async function fitCrammerSinger(
  problem: CrammerSingerProblem,
  work: Work,
): Promise<Float64Array> {
  const { matrix, K, maxIterations, tolerance, seed } = problem;
  const weights = new Float64Array(K * matrix.D);
  const duals = new Float64Array(matrix.N * K);
  const order = new Int32Array(matrix.N).map((_, n) => n);
  const random = createRandom(seed).stream('order');
  for (let pass = 0; pass < maxIterations; pass++) {
    await work.piece(pass);
    shuffle(order, random);
    let violation = 0;
    for (const n of order) violation = Math.max(violation, solveRow(problem, n, duals, weights));
    if (violation < tolerance) break;
  }
  return weights;
}

/**
 * Solves the dual of one row.
 *
 * @param duals (N, K), those of the row are overwritten
 * @param weights (K, D), overwritten
 * @returns how far the row was from its optimum
 */
function solveRow(
  { matrix, labels, K, c }: CrammerSingerProblem,
  n: number,
  duals: Float64Array,
  weights: Float64Array,
): number {
  const { D } = matrix;
  const row = matrix.values.subarray(n * D, (n + 1) * D);
  const squares = row.reduce((sum, value) => sum + value * value, 0);
  const own = duals.subarray(n * K, (n + 1) * K);
  const slopes = Array.from({ length: K }, (_, k) => {
    let sum = k === labels[n] ? 0 : 1;
    for (let d = 0; d < D; d++) sum += weights[k * D + d] * row[d];
    return sum;
  });
  const upper = (k: number): number => (k === labels[n] ? c : 0);
  const highest = Math.max(...slopes);
  // a dual at its upper bound cannot grow further
  const lowest = Math.min(...slopes.filter((_, k) => own[k] < upper(k)));
  const violation = highest - lowest;
  if (!(violation > 1e-12)) return 0;
  const solved = solveSubproblem(slopes, own, squares, labels[n], c);
  for (let k = 0; k < K; k++) {
    const change = solved[k] - own[k];
    if (change === 0) continue;
    own[k] = solved[k];
    for (let d = 0; d < D; d++) weights[k * D + d] += change * row[d];
  }
  return violation;
}

/** The best duals of one row, (K), the others fixed: they sum to 0, none above its upper bound. */
function solveSubproblem(
  slopes: readonly number[],
  own: Float64Array,
  squares: number,
  label: number,
  c: number,
): number[] {
  const targets = slopes.map((slope, k) => slope - squares * own[k]);
  const sorted = targets
    .map((target, k) => (k === label ? target + squares * c : target))
    .sort((a, b) => b - a);
  let beta = sorted[0] - squares * c;
  let r = 1;
  for (; r < sorted.length && beta < r * sorted[r]; r++) beta += sorted[r];
  beta /= r;
  return targets.map((target, k) => Math.min(k === label ? c : 0, (beta - target) / squares));
}
