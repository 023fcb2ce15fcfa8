/** Settings of trees that several classifiers share. */
import { z } from 'zod';
import { scalingSetting } from '../preparation.js';
import type { GrowthLimits } from './grow-tree.js';

/**
 * The largest depth of a tree.
 *
 * @param usual the default; 0 for no limit
 */
export function maxDepthSetting(usual: number): z.ZodDefault<z.ZodInt> {
  return z
    .int()
    .min(0)
    .max(1000)
    .default(usual)
    .describe('Largest number of questions that a tree asks about a row; 0 for no limit');
}

export const criterionSetting = z
  .enum(['gini', 'entropy'])
  .default('gini')
  .describe('Impurity by which divisions are compared');

export const leafSettings = {
  minSamplesSplit: z
    .int()
    .min(2)
    .default(2)
    .describe('Smallest number of rows that are divided further'),
  minSamplesLeaf: z.int().min(1).default(1).describe('Smallest number of rows of a leaf'),
  minImpurityDecrease: z
    .number()
    .min(0)
    .default(0)
    .describe('Smallest gain of a division: impurity that goes, times the share of rows'),
};

export const seedSetting = z.int().min(0).default(42).describe('Seed of what is drawn at random');

/** How many columns a division is looked for in. */
export function maxFeaturesSetting(usual: MaxFeatures): z.ZodDefault<typeof MaxFeatures> {
  return MaxFeatures.default(usual).describe(
    'Columns that are drawn for each division: all, their square root, their logarithm to base 2, or a share',
  );
}

const MaxFeatures = z.union([z.enum(['all', 'sqrt', 'log2']), z.number().positive().max(1)]);

type MaxFeatures = z.output<typeof MaxFeatures>;

/**
 * The settings of a tree that grows until its leaves are pure, alone or in a forest.
 *
 * @param maxFeatures the default
 */
export function wholeTreeSettings(maxFeatures: MaxFeatures) {
  return {
    criterion: criterionSetting,
    maxDepth: maxDepthSetting(0),
    ...leafSettings,
    maxFeatures: maxFeaturesSetting(maxFeatures),
    scaling: scalingSetting('none'),
    seed: seedSetting,
  };
}

/** The number of columns out of D, at least one. */
export function countColumns(setting: MaxFeatures, D: number): number {
  if (setting === 'all') return D;
  if (setting === 'sqrt') return Math.max(1, Math.floor(Math.sqrt(D)));
  if (setting === 'log2') return Math.max(1, Math.floor(Math.log2(D)));
  return Math.max(1, Math.floor(setting * D));
}

/** The limits of growth that settings stand for. */
export function growthLimits({
  maxDepth,
  ...limits
}: Omit<GrowthLimits, 'maxDepth'> & { readonly maxDepth: number }): GrowthLimits {
  return { ...limits, maxDepth: maxDepth === 0 ? Infinity : maxDepth };
}
