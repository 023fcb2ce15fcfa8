/**
 * AdaBoost over small decision trees: each tree learns with more weight on the rows that those before it got wrong.
 *
 * SAMME counts the predicted class of a tree, SAMME.R its class shares. The weights of the last tree are not used
 * for another, and no weight falls below the precision of a double, as in scikit-learn.
 *
 * Source: Zhu, Zou, Rosset & Hastie 2009, "Multi-class AdaBoost", algorithms 2 and 4.
 */
import { DataError } from '@anodec/core';
import { z } from 'zod';
import { defineLearner, largestOf, type TrainingRows } from './define-learner.js';
import { type Matrix, scalingSetting } from './preparation.js';
import { classShares } from './decision-tree.js';
import { classCriterion } from './tree/criterion.js';
import { growTree, sortColumns } from './tree/grow-tree.js';
import {
  criterionSetting,
  growthLimits,
  leafSettings,
  maxDepthSetting,
} from './tree/growth-settings.js';
import { Tree } from './tree/tree.js';

export const AdaBoostConfig = z
  .strictObject({
    trees: z.int().min(1).default(50).describe('Largest number of trees'),
    learningRate: z.number().positive().default(1).describe('Share of the weight that a tree gets'),
    algorithm: z
      .enum(['samme', 'samme.r'])
      .default('samme')
      .describe('What counts of a tree: the class that it predicts, or its class shares (samme.r)'),
    criterion: criterionSetting,
    maxDepth: maxDepthSetting(1),
    ...leafSettings,
    scaling: scalingSetting('none'),
  })
  .describe('Decision trees, each with more weight on the rows that those before it got wrong');

export type AdaBoostConfig = z.output<typeof AdaBoostConfig>;

const AdaBoostModel = z.strictObject({
  trees: z.array(Tree).min(1),
  /** Of the trees, as many. */
  weights: z.array(z.number()).min(1),
});

type AdaBoostModel = z.output<typeof AdaBoostModel>;

/** The entry for a registry of classifiers. */
export const adaBoost = defineLearner(AdaBoostConfig, {
  name: 'ada-boost',
  title: ({ algorithm }) => `AdaBoost (${algorithm.toUpperCase()})`,
  model: AdaBoostModel,
  amount: ({ trees }) => ({ total: trees, unit: 'trees' }),
  async train(rows, config, work) {
    const sorted = sortColumns(rows);
    const limits = growthLimits(config);
    const model: AdaBoostModel = { trees: [], weights: [] };
    const weights = new Float64Array(rows.N).fill(1 / rows.N);
    const boost = config.algorithm === 'samme' ? boostByClass : boostByShares;
    for (let t = 0; t < config.trees; t++) {
      await work.piece(t);
      raiseToPrecision(weights);
      const criterion = classCriterion(rows.labels, weights, rows.K, config.criterion);
      const tree = await growTree(rows, sorted, weights, criterion, limits, () => work.piece(t));
      const step = boost(tree, rows, weights, config.learningRate);
      if (step.weight !== undefined) {
        model.trees.push(tree);
        model.weights.push(step.weight);
      }
      if (step.isLast) break;
    }
    if (model.trees.length === 0) {
      throw new DataError(
        'AdaBoost needs trees that are right more often than chance, got none. Raise maxDepth.',
      );
    }
    return model;
  },
  decision: (model, matrix, K, { algorithm }) =>
    algorithm === 'samme' ? decisionByClass(model, matrix, K) : decisionByShares(model, matrix, K),
});

/** What a tree counts, undefined for nothing, and whether no other can follow. */
interface Step {
  readonly weight?: number;
  readonly isLast: boolean;
}

/** @param weights (N), overwritten with those of the next tree, which sum to 1 */
function boostByClass(tree: Tree, rows: TrainingRows, weights: Float64Array, rate: number): Step {
  const { labels, K } = rows;
  const predicted = largestOf(classShares([tree], rows, K), K);
  const total = sumOf(weights);
  const wrong = weights.reduce((sum, w, n) => sum + (predicted[n] === labels[n] ? 0 : w), 0);
  const error = wrong / total;
  if (error <= 0) return { weight: 1, isLast: true };
  if (error >= 1 - 1 / K) return { isLast: true };
  const weight = rate * (Math.log((1 - error) / error) + Math.log(K - 1));
  for (let n = 0; n < weights.length; n++) {
    if (predicted[n] !== labels[n]) weights[n] *= Math.exp(weight);
  }
  return { weight, isLast: !normalise(weights) };
}

/** @param weights (N), overwritten with those of the next tree, which sum to 1 */
function boostByShares(tree: Tree, rows: TrainingRows, weights: Float64Array, rate: number): Step {
  const { labels, K } = rows;
  const shares = classShares([tree], rows, K);
  const predicted = largestOf(shares, K);
  if (predicted.every((label, n) => label === labels[n])) return { weight: 1, isLast: true };
  for (let n = 0; n < weights.length; n++) {
    // the true class is coded 1, the others -1 / (K - 1)
    let sum = 0;
    for (let k = 0; k < K; k++) {
      sum += logOfShare(shares[n * K + k]) * (k === labels[n] ? 1 : -1 / (K - 1));
    }
    weights[n] *= Math.exp(-rate * ((K - 1) / K) * sum);
  }
  return { weight: 1, isLast: !normalise(weights) };
}

/** Votes of the trees; of two classes the first is the negative of the second. */
function decisionByClass(
  { trees, weights }: AdaBoostModel,
  matrix: Matrix,
  K: number,
): Float64Array {
  const decision = new Float64Array(matrix.N * K);
  for (const [t, tree] of trees.entries()) {
    const predicted = largestOf(classShares([tree], matrix, K), K);
    for (let i = 0; i < decision.length; i++) {
      decision[i] += weights[t] * (predicted[Math.floor(i / K)] === i % K ? 1 : -1 / (K - 1));
    }
  }
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  return decision.map((votes) => votes / total);
}

/** Logarithms of class shares, less their mean over the classes, averaged over trees. */
function decisionByShares({ trees }: AdaBoostModel, matrix: Matrix, K: number): Float64Array {
  const decision = new Float64Array(matrix.N * K);
  for (const tree of trees) {
    const logs = classShares([tree], matrix, K).map(logOfShare);
    for (let n = 0; n < matrix.N; n++) {
      const row = logs.subarray(n * K, (n + 1) * K);
      const mean = sumOf(row) / K;
      for (let k = 0; k < K; k++) decision[n * K + k] += (K - 1) * (row[k] - mean);
    }
  }
  return decision.map((sum) => sum / trees.length);
}

/** Shares of 0 have no logarithm: the smallest is the precision of a double, as in scikit-learn. */
function logOfShare(share: number): number {
  return Math.log(Math.max(share, Number.EPSILON));
}

function raiseToPrecision(weights: Float64Array): void {
  for (let n = 0; n < weights.length; n++) weights[n] = Math.max(weights[n], Number.EPSILON);
}

/** Scales to a sum of 1; false where the sum is no number to divide by. */
function normalise(weights: Float64Array): boolean {
  const sum = sumOf(weights);
  if (!(sum > 0 && Number.isFinite(sum))) return false;
  for (let n = 0; n < weights.length; n++) weights[n] /= sum;
  return true;
}

function sumOf(values: Float64Array): number {
  return values.reduce((sum, value) => sum + value, 0);
}
