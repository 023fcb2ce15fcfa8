/**
 * Gradient-boosted trees: each tree learns what is still missing from the log-odds of the classes.
 *
 * Of two classes one tree is grown in each round, of more one for each class. Leaves take one Newton step; the factor
 * (K - 1) / K of Friedman's paper for more than two classes is kept, as in scikit-learn.
 *
 * Source: Friedman 2001, "Greedy Function Approximation: A Gradient Boosting Machine", algorithms 5 and 6;
 * rows drawn for each tree: Friedman 2002, "Stochastic Gradient Boosting".
 */
import { createRandom, type Random, shuffle } from '@anodec/core';
import { z } from 'zod';
import { defineLearner, type TrainingRows } from './define-learner.js';
import { bothSides, softmaxRows } from './link.js';
import { type Matrix, scalingSetting } from './preparation.js';
import { squaresCriterion } from './tree/criterion.js';
import { growTree, sortColumns } from './tree/grow-tree.js';
import {
  countColumns,
  growthLimits,
  leafSettings,
  maxDepthSetting,
  maxFeaturesSetting,
  seedSetting,
} from './tree/growth-settings.js';
import { LEAF, leafOf, Tree } from './tree/tree.js';

export const GradientBoostingConfig = z
  .strictObject({
    trees: z.int().min(1).default(100).describe('Number of rounds'),
    learningRate: z.number().positive().default(0.1).describe('Share of each tree that is added'),
    subsample: z
      .number()
      .positive()
      .max(1)
      .default(1)
      .describe('Share of the rows that are drawn for each round'),
    maxDepth: maxDepthSetting(3),
    ...leafSettings,
    maxFeatures: maxFeaturesSetting('all'),
    scaling: scalingSetting('none'),
    seed: seedSetting,
  })
  .describe('Trees, each of which learns what those before it lack');

export type GradientBoostingConfig = z.output<typeof GradientBoostingConfig>;

const BoostedTrees = z.strictObject({
  /** Before the first tree; one number for two classes, K for more. */
  start: z.array(z.number()).min(1),
  /** Round after round, as many in each as there are numbers in `start`; what a leaf adds, rate included. */
  trees: z.array(Tree).min(1),
});

type BoostedTrees = z.output<typeof BoostedTrees>;

/** The entry for a registry of classifiers. */
export const gradientBoosting = defineLearner(GradientBoostingConfig, {
  name: 'gradient-boosting',
  title: () => 'Gradient-boosted trees',
  model: BoostedTrees,
  amount: ({ trees }) => ({ total: trees, unit: 'rounds' }),
  async train(rows, config, work) {
    const { N, K } = rows;
    const start = priorLogits(rows);
    const raw = new Float64Array(N * start.length).map((_, i) => start[i % start.length]);
    const model: BoostedTrees = { start, trees: [] };
    const sorted = sortColumns(rows);
    for (let round = 0; round < config.trees; round++) {
      await work.piece(round);
      const random = createRandom(config.seed).stream(`round ${round}`);
      const weights = drawRows(N, config.subsample, random.stream('rows'));
      const shares = softmaxRows(bothSides(raw, K), K);
      for (let s = 0; s < start.length; s++) {
        const positive = start.length === 1 ? 1 : s;
        const probability = shares.filter((_, i) => i % K === positive);
        const rest = (): Promise<void> => work.piece(round);
        const part = { sorted, weights, probability, positive, rest };
        const tree = await growRound(rows, part, config, random);
        model.trees.push(tree);
        for (let n = 0; n < N; n++) raw[n * start.length + s] += tree.values[leafOf(tree, rows, n)];
      }
    }
    await work.piece(config.trees);
    return model;
  },
  decision: (model, matrix, K) => bothSides(rawOf(model, matrix), K),
  probabilities: (model, matrix, K) => softmaxRows(bothSides(rawOf(model, matrix), K), K),
});

/** What one tree learns from. */
interface Round {
  readonly sorted: readonly Int32Array[];
  /** (N), 1 for rows that were drawn, 0 for others. */
  readonly weights: Float64Array;
  /** (N), of the positive class, by the trees so far. */
  readonly probability: Float64Array;
  readonly positive: number;
  readonly rest: () => Promise<void>;
}

async function growRound(
  rows: TrainingRows,
  { sorted, weights, probability, positive, rest }: Round,
  config: GradientBoostingConfig,
  random: Random,
): Promise<Tree> {
  const residuals = probability.map((p, n) => Number(rows.labels[n] === positive) - p);
  const count = countColumns(config.maxFeatures, rows.D);
  const draw = count < rows.D ? { count, random: random.stream(`columns ${positive}`) } : undefined;
  const criterion = squaresCriterion(residuals, weights);
  const limits = growthLimits(config);
  const tree = await growTree(rows, sorted, weights, criterion, limits, rest, draw);
  const sums = new Float64Array(2 * tree.columns.length);
  for (let n = 0; n < rows.N; n++) {
    if (weights[n] === 0) continue;
    const leaf = leafOf(tree, rows, n);
    sums[2 * leaf] += residuals[n];
    sums[2 * leaf + 1] += probability[n] * (1 - probability[n]);
  }
  const factor = config.learningRate * (rows.K > 2 ? (rows.K - 1) / rows.K : 1);
  tree.values = tree.columns.map((column, node) => {
    const [gradient, curvature] = sums.subarray(2 * node, 2 * node + 2);
    // rows that are certain have no curvature left: nothing is added, as in scikit-learn
    return column === LEAF && curvature > 1e-150 ? (factor * gradient) / curvature : 0;
  });
  return tree;
}

/** Log-odds of the second class of two, or logarithms of the shares of more classes less their mean. */
function priorLogits({ labels, N, K }: TrainingRows): number[] {
  const counts = new Float64Array(K);
  for (const label of labels) counts[label]++;
  // a class without rows has no logarithm; the precision of a float32 stands for it, as in scikit-learn
  const logs = [...counts].map((count) => Math.log(Math.max(count / N, 2 ** -23)));
  if (K === 2) return [logs[1] - logs[0]];
  const mean = logs.reduce((sum, log) => sum + log, 0) / K;
  return logs.map((log) => log - mean);
}

function drawRows(N: number, share: number, random: Random): Float64Array {
  const weights = new Float64Array(N);
  if (share === 1) return weights.fill(1);
  const order = shuffle(
    new Int32Array(N).map((_, n) => n),
    random,
  );
  for (const row of order.subarray(0, Math.max(1, Math.floor(share * N)))) weights[row] = 1;
  return weights;
}

/** (N, S), the sum of all trees; S is the number of trees of a round. */
function rawOf({ start, trees }: BoostedTrees, matrix: Matrix): Float64Array {
  const S = start.length;
  const raw = new Float64Array(matrix.N * S).map((_, i) => start[i % S]);
  for (const [t, tree] of trees.entries()) {
    for (let n = 0; n < matrix.N; n++) {
      raw[n * S + (t % S)] += tree.values[leafOf(tree, matrix, n)];
    }
  }
  return raw;
}
