/**
 * The terms that a linear classifier weighs: the columns, and on request their products up to a degree, by which
 * straight boundaries become ellipses and curves.
 */
import { z } from 'zod';
import type { Column, Matrix } from '../preparation.js';

/** Each term is a list of columns that are multiplied. */
export const Terms = z.array(z.array(z.int().min(0)).min(1)).min(1);

export type Terms = z.output<typeof Terms>;

export const degreeSetting = z
  .int()
  .min(1)
  .max(4)
  .default(1)
  .describe('Products of up to so many columns are weighed, too; 1 for the columns alone');

/** The degree as a part of a title; nothing for the columns alone. */
export function degreeText(degree: number): string {
  return degree === 1 ? '' : `, degree ${degree}`;
}

/** All products of up to `degree` columns, but for those of two columns of one category feature, which say nothing. */
export function termsOf(columns: readonly Column[], degree: number): Terms {
  const terms: Terms = [];
  const extend = (term: number[], from: number): void => {
    if (term.length > 0) terms.push(term);
    if (term.length === degree) return;
    for (let d = from; d < columns.length; d++) {
      const isRepeated = term.some(
        (other) =>
          columns[d].category !== undefined && columns[other].feature === columns[d].feature,
      );
      if (!isRepeated) extend([...term, d], d);
    }
  };
  extend([], 0);
  return terms.sort((a, b) => a.length - b.length);
}

/** (N, terms), in a new matrix. */
export function expand({ values, N, D }: Matrix, terms: Terms): Matrix {
  const expanded = new Float64Array(N * terms.length);
  for (let n = 0; n < N; n++) {
    for (const [t, term] of terms.entries()) {
      let product = 1;
      for (const column of term) product *= values[n * D + column];
      expanded[n * terms.length + t] = product;
    }
  }
  return { values: expanded, N, D: terms.length };
}
