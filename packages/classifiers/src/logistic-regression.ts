/**
 * Logistic regression: the log-odds of the classes are weighted sums, with a penalty on the weights but not on the
 * intercepts. More than two classes share one softmax.
 *
 * Source: Hastie, Tibshirani & Friedman 2009, "The Elements of Statistical Learning", section 4.4.
 */
import type { Work } from '@anodec/core';
import { z } from 'zod';
import { defineLearner, type TrainingRows } from './define-learner.js';
import { type LinearModel, LinearModel as Model, linearDecision } from './linear/linear-model.js';
import { degreeSetting, degreeText, expand, termsOf } from './linear/terms.js';
import { softmaxRows } from './link.js';
import { lossAndGradient, type Shape, weightCount } from './network/network.js';
import { minimise } from './optimise/lbfgs.js';
import { minimiseSparse } from './optimise/proximal.js';
import { scalingSetting } from './preparation.js';

export const LogisticRegressionConfig = z
  .strictObject({
    penalty: z
      .enum(['l1', 'l2', 'none'])
      .default('l2')
      .describe('Penalty on the weights: absolute values, squares or none'),
    c: z.number().positive().default(1).describe('Weight of the losses against the penalty'),
    degree: degreeSetting,
    maxIterations: z.int().min(1).default(1000).describe('Largest number of steps'),
    tolerance: z.number().positive().default(1e-4).describe('Largest slope at the end'),
    scaling: scalingSetting('standard'),
  })
  .describe('Logistic regression');

export type LogisticRegressionConfig = z.output<typeof LogisticRegressionConfig>;

/** The entry for a registry of classifiers. */
export const logisticRegression = defineLearner(LogisticRegressionConfig, {
  name: 'logistic-regression',
  title: ({ penalty, degree }) => `Logistic regression (${penalty}${degreeText(degree)})`,
  model: Model,
  amount: ({ maxIterations }) => ({ total: maxIterations, unit: 'steps' }),
  train: fitWeights,
  decision: linearDecision,
  probabilities: (model, matrix, K) => softmaxRows(linearDecision(model, matrix, K), K),
});

async function fitWeights(
  rows: TrainingRows,
  { penalty, c, degree, maxIterations, tolerance }: LogisticRegressionConfig,
  work: Work,
): Promise<LinearModel> {
  const { N, K, labels } = rows;
  const terms = termsOf(rows.columns, degree);
  const { values: inputs, D } = expand(rows, terms);
  const S = K === 2 ? 1 : K;
  const shape: Shape = { units: [D, S], activation: 'identity' }; // a network without hidden layers
  const targets = new Float64Array(N * S);
  for (let n = 0; n < N; n++) {
    if (S === 1) targets[n] = labels[n];
    else targets[n * S + labels[n]] = 1;
  }
  const alpha = penalty === 'l2' ? 1 / c : 0;
  const objective = (at: Float64Array, gradient: Float64Array): number =>
    lossAndGradient(shape, at, { inputs, targets, N }, alpha, gradient);
  const parameters = new Float64Array((D + 1) * S);
  const onStep = (steps: number): Promise<void> => work.piece(steps);
  if (penalty === 'l1') {
    const penalties = new Float64Array(parameters.length).fill(1 / (c * N), 0, weightCount(shape));
    await minimiseSparse(objective, penalties, parameters, { maxIterations, tolerance }, onStep);
  } else {
    const limits = {
      maxIterations,
      gradientTolerance: tolerance,
      valueTolerance: 64 * Number.EPSILON,
    };
    await minimise(objective, parameters, limits, onStep);
  }
  return {
    terms,
    weights: Array.from({ length: S * D }, (_, i) => parameters[(i % D) * S + Math.floor(i / D)]),
    intercepts: [...parameters.subarray(D * S)],
  };
}
