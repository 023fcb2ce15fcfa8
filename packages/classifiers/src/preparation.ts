/**
 * What happens to rows before a classifier sees them, learned from the training rows alone: numbers are scaled,
 * a category becomes one column for each of its names that holds 1 or 0.
 *
 * A category as a number, 0 for car and 2 for moto, would tell linear models and networks that a human lies
 * between the two. The columns of categories are not scaled.
 */
import { DataError, type Feature, type FeatureRows } from '@anodec/core';
import { z } from 'zod';

export const Scaling = z.enum(['standard', 'min-max', 'none']);

export type Scaling = z.output<typeof Scaling>;

/** The setting of a classifier that says how numbers are scaled. */
export function scalingSetting(usual: Scaling): z.ZodDefault<typeof Scaling> {
  return Scaling.default(usual).describe(
    'Scaling of numbers: mean 0 and deviation 1, the range 0 to 1, or none',
  );
}

/** What is subtracted from each feature and then divided by; 0 and 1 for categories. */
export const Preparation = z.strictObject({
  offsets: z.array(z.number()),
  scales: z.array(z.number().positive()),
});

export type Preparation = z.output<typeof Preparation>;

/** Rows as a classifier sees them. */
export interface Matrix {
  /** (N, D), row-major. */
  readonly values: Float64Array;
  readonly N: number;
  readonly D: number;
}

/** One column of a matrix: a number, or whether a feature is of one category. */
export interface Column {
  /** Index of the feature. */
  readonly feature: number;
  /** Index of the category; absent for numbers. */
  readonly category?: number;
}

/** The columns of prepared rows, D. */
export function columnsOf(features: readonly Feature[]): Column[] {
  return features.flatMap(({ categories }, feature): Column[] =>
    categories ? categories.map((_, category) => ({ feature, category })) : [{ feature }],
  );
}

/**
 * Learns the scaling of training rows.
 *
 * @throws DataError when a number is the same in every row: it says nothing, and has no scale
 */
export function fitPreparation(rows: FeatureRows, scaling: Scaling): Preparation {
  const { features, values } = rows;
  const moments = features.map(({ name, categories }, f) => {
    if (categories) return { offset: 0, scale: 1 };
    const column = values.filter((_, i) => i % features.length === f);
    checkVaries(name, column);
    return scaleOf(column, scaling);
  });
  return {
    offsets: moments.map(({ offset }) => offset),
    scales: moments.map(({ scale }) => scale),
  };
}

function checkVaries(name: string, column: Float64Array): void {
  if (column.some((value) => value !== column[0])) return;
  throw new DataError(
    `${name} must vary among the training rows, got ${column[0]} in all ${column.length}. ` +
      'Leave the feature out or add rows.',
  );
}

function scaleOf(column: Float64Array, scaling: Scaling): { offset: number; scale: number } {
  if (scaling === 'none') return { offset: 0, scale: 1 };
  if (scaling === 'min-max') {
    const lowest = column.reduce((least, value) => Math.min(least, value));
    const highest = column.reduce((most, value) => Math.max(most, value));
    return { offset: lowest, scale: highest - lowest };
  }
  const offset = column.reduce((sum, value) => sum + value, 0) / column.length;
  const squares = column.reduce((sum, value) => sum + (value - offset) ** 2, 0);
  return { offset, scale: Math.sqrt(squares / column.length) };
}

/** Scales numbers and encodes categories. */
export function prepare(rows: FeatureRows, { offsets, scales }: Preparation): Matrix {
  const { features, values } = rows;
  const F = features.length;
  const columns = columnsOf(features);
  const D = columns.length;
  const N = values.length / F;
  const prepared = new Float64Array(N * D);
  for (let n = 0; n < N; n++) {
    for (let d = 0; d < D; d++) {
      const { feature, category } = columns[d];
      const value = values[n * F + feature];
      prepared[n * D + d] =
        category === undefined
          ? (value - offsets[feature]) / scales[feature]
          : Number(value === category);
    }
  }
  return { values: prepared, N, D };
}
