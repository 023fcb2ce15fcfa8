/**
 * A decision tree: questions about one value at a time until the rows that are left are of one class.
 *
 * Source: Breiman, Friedman, Olshen & Stone 1984, "Classification and Regression Trees". Pruning afterwards is
 * left out; the limits of growth do its work.
 */
import { createRandom } from '@anodec/core';
import { z } from 'zod';
import { defineLearner } from './define-learner.js';
import type { Matrix } from './preparation.js';
import { classCriterion } from './tree/criterion.js';
import { growTree, sortColumns } from './tree/grow-tree.js';
import { countColumns, growthLimits, wholeTreeSettings } from './tree/growth-settings.js';
import { leafOf, Tree } from './tree/tree.js';

export const DecisionTreeConfig = z
  .strictObject(wholeTreeSettings('all'))
  .describe('One decision tree');

export type DecisionTreeConfig = z.output<typeof DecisionTreeConfig>;

/** The entry for a registry of classifiers. */
export const decisionTree = defineLearner(DecisionTreeConfig, {
  name: 'decision-tree',
  title: () => 'Decision tree',
  model: z.strictObject({ tree: Tree }),
  amount: () => ({ total: 1, unit: 'trees' }),
  async train(rows, config, work) {
    await work.piece(0);
    const weights = new Float64Array(rows.N).fill(1);
    const criterion = classCriterion(rows.labels, weights, rows.K, config.criterion);
    const count = countColumns(config.maxFeatures, rows.D);
    const draw =
      count < rows.D ? { count, random: createRandom(config.seed).stream('columns') } : undefined;
    const limits = growthLimits(config);
    const rest = (): Promise<void> => work.piece(0);
    const tree = await growTree(rows, sortColumns(rows), weights, criterion, limits, rest, draw);
    await work.piece(1);
    return { tree };
  },
  probabilities: ({ tree }, matrix, K) => classShares([tree], matrix, K),
});

/**
 * Class shares of the leaves that rows fall into, averaged over trees.
 *
 * @returns (N, K), each row sums to 1
 */
export function classShares(trees: readonly Tree[], matrix: Matrix, K: number): Float64Array {
  const shares = new Float64Array(matrix.N * K);
  for (const tree of trees) {
    for (let n = 0; n < matrix.N; n++) {
      const leaf = leafOf(tree, matrix, n);
      for (let k = 0; k < K; k++) shares[n * K + k] += tree.values[leaf * K + k];
    }
  }
  return shares.map((share) => share / trees.length);
}
