/**
 * A linear support vector machine: the boundary with the widest margin, with a price on rows on its wrong side.
 *
 * One class against the rest with the squared hinge loss and a penalty of squares (l2) or absolute values (l1), or
 * all classes at once after Crammer and Singer, where the penalty is l2 and `penalty` has no effect.
 */
import type { Work } from '@anodec/core';
import { z } from 'zod';
import { defineLearner, type TrainingRows } from './define-learner.js';
import { fitCrammerSinger } from './linear/crammer-singer.js';
import { type LinearModel, LinearModel as Model, linearDecision } from './linear/linear-model.js';
import { fitAbsolutes, fitSquares } from './linear/squared-hinge.js';
import { degreeSetting, degreeText, expand, termsOf } from './linear/terms.js';
import { type Matrix, scalingSetting } from './preparation.js';
import { seedSetting } from './tree/growth-settings.js';

export const LinearSvmConfig = z
  .strictObject({
    multiClass: z
      .enum(['ovr', 'crammer-singer'])
      .default('ovr')
      .describe('One class against the rest, or all at once'),
    penalty: z
      .enum(['l1', 'l2'])
      .default('l2')
      .describe('Penalty on the weights: absolute values or squares; crammer-singer has l2 alone'),
    c: z.number().positive().default(1).describe('Price of rows on the wrong side of the margin'),
    degree: degreeSetting,
    maxIterations: z.int().min(1).default(1000).describe('Largest number of passes over the rows'),
    tolerance: z.number().positive().default(1e-4).describe('Distance from the optimum at the end'),
    scaling: scalingSetting('standard'),
    seed: seedSetting,
  })
  .describe('Linear support vector machine');

export type LinearSvmConfig = z.output<typeof LinearSvmConfig>;

/** The entry for a registry of classifiers. */
export const linearSvm = defineLearner(LinearSvmConfig, {
  name: 'linear-svm',
  title: ({ multiClass, penalty, degree }) =>
    `Linear SVM (${multiClass === 'ovr' ? penalty : 'Crammer–Singer'}${degreeText(degree)})`,
  model: Model,
  amount: ({ maxIterations }) => ({ total: maxIterations, unit: 'passes' }),
  train: fitWeights,
  decision: linearDecision,
});

async function fitWeights(
  rows: TrainingRows,
  config: LinearSvmConfig,
  work: Work,
): Promise<LinearModel> {
  const terms = termsOf(rows.columns, config.degree);
  const matrix = withOnes(expand(rows, terms));
  const S = rows.K === 2 ? 1 : rows.K;
  const found =
    config.multiClass === 'ovr'
      ? await fitOneAgainstRest(matrix, rows, config, work)
      : await fitAtOnce(matrix, rows, config, work);
  const D = terms.length;
  return {
    terms,
    weights: Array.from({ length: S * D }, (_, i) => found[Math.floor(i / D)][i % D]),
    intercepts: found.map((weights) => weights[D]),
  };
}

/** A vector of weights for each class; for two classes one, that of the second. */
async function fitOneAgainstRest(
  matrix: Matrix,
  { labels, K }: TrainingRows,
  config: LinearSvmConfig,
  work: Work,
): Promise<Float64Array[]> {
  const solve = config.penalty === 'l1' ? fitAbsolutes : fitSquares;
  const positives = K === 2 ? [1] : Array.from({ length: K }, (_, k) => k);
  const found: Float64Array[] = [];
  for (const positive of positives) {
    const signs = Float64Array.from(labels, (label) => (label === positive ? 1 : -1));
    found.push(await solve({ matrix, signs, ...config }, work));
  }
  return found;
}

async function fitAtOnce(
  matrix: Matrix,
  { labels, K }: TrainingRows,
  config: LinearSvmConfig,
  work: Work,
): Promise<Float64Array[]> {
  const { D } = matrix;
  const weights = await fitCrammerSinger({ matrix, labels, K, ...config }, work);
  const found = Array.from({ length: K }, (_, k) => weights.subarray(k * D, (k + 1) * D));
  if (K > 2) return found;
  return [found[1].map((weight, d) => weight - found[0][d])];
}

/** (N, D + 1): the last column is 1. */
function withOnes({ values, N, D }: Matrix): Matrix {
  const extended = new Float64Array(N * (D + 1)).fill(1);
  for (let n = 0; n < N; n++) extended.set(values.subarray(n * D, (n + 1) * D), n * (D + 1));
  return { values: extended, N, D: D + 1 };
}
