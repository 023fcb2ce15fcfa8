/**
 * Support vector machines with the squared hinge loss, one against the rest: Σ penalty(w) + C Σ max(0, 1 − y w·x)².
 * The intercept is the weight of a column of ones and penalised like the others, as in LIBLINEAR.
 *
 * Source: Fan, Chang, Hsieh, Wang & Lin 2008, "LIBLINEAR: A Library for Large Linear Classification", appendix; the
 * coordinate descent for absolute values: Yuan, Chang, Hsieh & Lin 2010, "A Comparison of Optimization Methods and
 * Software for Large-scale L1-regularized Linear Classification", section 7.
 */
import type { Work } from '@anodec/core';
import { minimise } from '../optimise/lbfgs.js';
import type { Matrix } from '../preparation.js';

/** One problem of two classes. */
export interface HingeProblem {
  /** (N, D), the last column of ones. */
  readonly matrix: Matrix;
  /** (N), 1 or -1. */
  readonly signs: Float64Array;
  readonly c: number;
  readonly maxIterations: number;
  readonly tolerance: number;
}

/** The weights with squares as the penalty, (D), half of each square. */
export async function fitSquares(problem: HingeProblem, work: Work): Promise<Float64Array> {
  const { matrix, signs, c, maxIterations, tolerance } = problem;
  const { values, N, D } = matrix;
  const weights = new Float64Array(D);
  const objective = (at: Float64Array, gradient: Float64Array): number => {
    let value = 0;
    for (let d = 0; d < D; d++) {
      value += at[d] ** 2 / 2;
      gradient[d] = at[d];
    }
    for (let n = 0; n < N; n++) {
      const lack = 1 - signs[n] * dotRow(values, n, D, at);
      if (lack <= 0) continue;
      value += c * lack * lack;
      for (let d = 0; d < D; d++) gradient[d] -= 2 * c * lack * signs[n] * values[n * D + d];
    }
    return value;
  };
  const limits = {
    maxIterations,
    gradientTolerance: tolerance,
    valueTolerance: 16 * Number.EPSILON,
  };
  await minimise(objective, weights, limits, (steps) => work.piece(steps));
  return weights;
}

/** The weights with absolute values as the penalty, (D), by Newton steps along one column after the other. */
export async function fitAbsolutes(problem: HingeProblem, work: Work): Promise<Float64Array> {
  const { matrix, signs, maxIterations, tolerance } = problem;
  const { N, D } = matrix;
  const weights = new Float64Array(D);
  const lacks = new Float64Array(N).fill(1); // 1 − y w·x
  const signed = Array.from({ length: D }, (_, d) =>
    signs.map((sign, n) => sign * matrix.values[n * D + d]),
  );
  const positive = signs.filter((sign) => sign > 0).length;
  const scale = Math.max(1, Math.min(positive, N - positive)) / N;
  let violationAtStart = 0;
  for (let pass = 0; pass < maxIterations; pass++) {
    await work.piece(pass);
    let violation = 0;
    for (let d = 0; d < D; d++) violation += stepAlong(d, signed[d], lacks, weights, problem.c);
    if (pass === 0) violationAtStart = violation;
    if (violation <= tolerance * scale * violationAtStart) break;
  }
  return weights;
}

/**
 * A Newton step along one column with a line search.
 *
 * @param column (N), values times signs
 * @param lacks (N), overwritten
 * @param weights (D), the one of the column is overwritten
 * @returns how far the slope was from that of a minimum
 */
function stepAlong(
  d: number,
  column: Float64Array,
  lacks: Float64Array,
  weights: Float64Array,
  c: number,
): number {
  let [slope, curvature] = [0, 0];
  for (let n = 0; n < column.length; n++) {
    if (lacks[n] <= 0) continue;
    slope -= 2 * c * column[n] * lacks[n];
    curvature += 2 * c * column[n] ** 2;
  }
  curvature = Math.max(curvature, 1e-12);
  const weight = weights[d];
  const violation = violationOf(weight, slope);
  let step = newtonStep(weight, slope, curvature);
  if (Math.abs(step) < 1e-15) return violation;
  const expected = Math.abs(weight + step) - Math.abs(weight) + slope * step;
  const before = squaredLacks(lacks, column, 0);
  for (let halvings = 0; halvings < 20; halvings++) {
    const gain =
      Math.abs(weight + step) - Math.abs(weight) + c * (squaredLacks(lacks, column, step) - before);
    if (gain <= 0.01 * expected * 0.5 ** halvings) {
      for (let n = 0; n < column.length; n++) lacks[n] -= step * column[n];
      weights[d] = weight + step;
      break;
    }
    step /= 2;
  }
  return violation;
}

function violationOf(weight: number, slope: number): number {
  if (weight > 0) return Math.abs(slope + 1);
  if (weight < 0) return Math.abs(slope - 1);
  return Math.max(0, -(slope + 1), slope - 1);
}

/** The minimum of the parabola plus the absolute value of the weight. */
function newtonStep(weight: number, slope: number, curvature: number): number {
  if (slope + 1 < curvature * weight) return -(slope + 1) / curvature;
  if (slope - 1 > curvature * weight) return -(slope - 1) / curvature;
  return -weight;
}

function squaredLacks(lacks: Float64Array, column: Float64Array, step: number): number {
  let sum = 0;
  for (let n = 0; n < lacks.length; n++) {
    const lack = lacks[n] - step * column[n];
    if (lack > 0) sum += lack * lack;
  }
  return sum;
}

/** The product of row n and the weights. */
export function dotRow(values: Float64Array, n: number, D: number, weights: Float64Array): number {
  let sum = 0;
  for (let d = 0; d < D; d++) sum += values[n * D + d] * weights[d];
  return sum;
}
