/** What linear classifiers learn: a weight for each term and class. */
import { z } from 'zod';
import { bothSides } from '../link.js';
import type { Matrix } from '../preparation.js';
import { expand, Terms } from './terms.js';

export const LinearModel = z
  .strictObject({
    terms: Terms,
    /** (S, terms): S is 1 for two classes, K for more. */
    weights: z.array(z.number()),
    /** (S) */
    intercepts: z.array(z.number()).min(1),
  })
  .refine(({ terms, weights, intercepts }) => weights.length === terms.length * intercepts.length, {
    error: 'must have a weight for each term and class',
  });

export type LinearModel = z.output<typeof LinearModel>;

/** (N, S): terms · weights + intercept. */
export function linearSums(
  { terms, weights, intercepts }: LinearModel,
  matrix: Matrix,
): Float64Array {
  const { values, N, D } = expand(matrix, terms);
  const S = intercepts.length;
  const sums = new Float64Array(N * S);
  for (let n = 0; n < N; n++) {
    for (let s = 0; s < S; s++) {
      let sum = intercepts[s];
      for (let d = 0; d < D; d++) sum += weights[s * D + d] * values[n * D + d];
      sums[n * S + s] = sum;
    }
  }
  return sums;
}

/** (N, K); of two classes the first is the negative of the second, half of the sum each. */
export function linearDecision(model: LinearModel, matrix: Matrix, K: number): Float64Array {
  return bothSides(linearSums(model, matrix), K);
}
