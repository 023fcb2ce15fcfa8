/**
 * A random forest: many trees, each over rows drawn with replacement, each division over columns drawn at random;
 * the class shares of their leaves are averaged.
 *
 * Source: Breiman 2001, "Random Forests"; averaged shares instead of votes as in scikit-learn.
 */
import { createRandom, type Random } from '@anodec/core';
import { z } from 'zod';
import { classShares } from './decision-tree.js';
import { defineLearner } from './define-learner.js';
import { classCriterion } from './tree/criterion.js';
import { growTree, sortColumns } from './tree/grow-tree.js';
import { countColumns, growthLimits, wholeTreeSettings } from './tree/growth-settings.js';
import { Tree } from './tree/tree.js';

export const RandomForestConfig = z
  .strictObject({
    trees: z.int().min(1).default(100).describe('Number of trees'),
    bootstrap: z
      .boolean()
      .default(true)
      .describe('Whether a tree sees rows drawn with replacement instead of all'),
    ...wholeTreeSettings('sqrt'),
  })
  .describe('Many decision trees over rows and columns drawn at random');

export type RandomForestConfig = z.output<typeof RandomForestConfig>;

/** The entry for a registry of classifiers. */
export const randomForest = defineLearner(RandomForestConfig, {
  name: 'random-forest',
  title: () => 'Random forest',
  model: z.strictObject({ trees: z.array(Tree).min(1) }),
  amount: ({ trees }) => ({ total: trees, unit: 'trees' }),
  async train(rows, config, work) {
    const sorted = sortColumns(rows);
    const limits = growthLimits(config);
    const count = countColumns(config.maxFeatures, rows.D);
    const trees: Tree[] = [];
    for (let t = 0; t < config.trees; t++) {
      await work.piece(t);
      const random = createRandom(config.seed).stream(`tree ${t}`);
      const weights = drawRows(rows.N, config.bootstrap ? random : undefined);
      const criterion = classCriterion(rows.labels, weights, rows.K, config.criterion);
      const rest = (): Promise<void> => work.piece(t);
      const draw = { count, random };
      trees.push(await growTree(rows, sorted, weights, criterion, limits, rest, draw));
    }
    await work.piece(config.trees);
    return { trees };
  },
  probabilities: ({ trees }, matrix, K) => classShares(trees, matrix, K),
});

/** How often each row is drawn in N draws with replacement; once without a source of randomness. */
function drawRows(N: number, random: Random | undefined): Float64Array {
  const counts = new Float64Array(N);
  if (!random) return counts.fill(1);
  for (let i = 0; i < N; i++) counts[random.integer(N)]++;
  return counts;
}
