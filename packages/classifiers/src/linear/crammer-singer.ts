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
  const state: DualState = {
    weights: new Float64Array(K * matrix.D),
    duals: new Float64Array(matrix.N * K),
    squares: squaresOf(matrix),
    targets: new Float64Array(K),
    sorted: new Float64Array(K),
  };
  const order = new Int32Array(matrix.N).map((_, n) => n);
  const random = createRandom(seed).stream('order');
  for (let pass = 0; pass < maxIterations; pass++) {
    await work.piece(pass);
    shuffle(order, random);
    let violation = 0;
    for (const n of order) violation = Math.max(violation, solveRow(problem, state, n));
    if (violation < tolerance) break;
  }
  return state.weights;
}

/** What the search changes, and room for one row, so that nothing is allocated for it. */
interface DualState {
  /** (K, D) */
  readonly weights: Float64Array;
  /** (N, K) */
  readonly duals: Float64Array;
  /** (N), of the rows. */
  readonly squares: Float64Array;
  /** (K) */
  readonly targets: Float64Array;
  /** (K) */
  readonly sorted: Float64Array;
}

function squaresOf({ values, N, D }: Matrix): Float64Array {
  const squares = new Float64Array(N);
  for (let i = 0; i < values.length; i++) squares[Math.floor(i / D)] += values[i] ** 2;
  return squares;
}

/**
 * Solves the dual of one row, the others fixed: its duals sum to 0, none above its upper bound, which is C for the
 * class of the row and 0 for others.
 *
 * @returns how far the row was from its optimum
 */
function solveRow(
  { matrix, labels, K, c }: CrammerSingerProblem,
  state: DualState,
  n: number,
): number {
  const { weights, duals, targets } = state;
  const { values, D } = matrix;
  const squares = state.squares[n];
  const label = labels[n];
  let [highest, lowest] = [-Infinity, Infinity];
  for (let k = 0; k < K; k++) {
    let slope = k === label ? 0 : 1;
    for (let d = 0; d < D; d++) slope += weights[k * D + d] * values[n * D + d];
    const dual = duals[n * K + k];
    highest = Math.max(highest, slope);
    // a dual at its upper bound cannot grow further
    if (dual < (k === label ? c : 0)) lowest = Math.min(lowest, slope);
    targets[k] = slope - squares * dual;
  }
  const violation = highest - lowest;
  if (!(violation > 1e-12)) return 0;
  const beta = levelOf(state, squares * c, label);
  for (let k = 0; k < K; k++) {
    const solved = Math.min(k === label ? c : 0, (beta - targets[k]) / squares);
    const change = solved - duals[n * K + k];
    if (change === 0) continue;
    duals[n * K + k] = solved;
    for (let d = 0; d < D; d++) weights[k * D + d] += change * values[n * D + d];
  }
  return violation;
}

/** The level that the slopes of the row are brought to. */
function levelOf({ targets, sorted }: DualState, bound: number, label: number): number {
  sorted.set(targets);
  sorted[label] += bound;
  sorted.sort(); // ascending: the largest is the last
  const K = sorted.length;
  let beta = sorted[K - 1] - bound;
  let r = 1;
  for (; r < K && beta < r * sorted[K - 1 - r]; r++) beta += sorted[K - 1 - r];
  return beta / r;
}
