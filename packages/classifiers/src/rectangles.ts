/**
 * The rule that a classifier has to beat: a row is of the first class where all its numbers lie in the range that
 * most rows of that class have, for each combination of categories on its own; anything else is of the second.
 */
import { DataError, quantiles } from '@anodec/core';
import { z } from 'zod';
import { defineLearner, type TrainingRows } from './define-learner.js';
import { type Column, type Matrix, scalingSetting } from './preparation.js';

export const RectanglesConfig = z
  .strictObject({
    leftOut: z
      .number()
      .min(0)
      .lt(0.5)
      .default(0.005)
      .describe('Share of the rows of the first class below a range, and above it'),
    scaling: scalingSetting('none'),
  })
  .describe('One rectangle for each category, from the training rows of the first class');

export type RectanglesConfig = z.output<typeof RectanglesConfig>;

const Rectangles = z.strictObject({
  /** Columns that hold a number, R. */
  numbers: z.array(z.int().min(0)),
  /** Columns that hold a category. */
  categories: z.array(z.int().min(0)),
  /** Of each combination of categories that occurs: its key, R lowest and R highest numbers. */
  boxes: z.array(
    z.strictObject({ key: z.string(), low: z.array(z.number()), high: z.array(z.number()) }),
  ),
});

type Rectangles = z.output<typeof Rectangles>;

/** The entry for a registry of classifiers. */
export const rectangles = defineLearner(RectanglesConfig, {
  name: 'rectangles',
  title: () => 'Rectangle rule',
  model: Rectangles,
  amount: () => ({ total: 1, unit: 'rules' }),
  async train(rows, { leftOut }, work) {
    await work.piece(0);
    checkTwoClasses(rows);
    const numbers = indicesOf(rows.columns, (column) => column.category === undefined);
    const categories = indicesOf(rows.columns, (column) => column.category !== undefined);
    const groups = new Map<string, number[]>();
    for (let n = 0; n < rows.N; n++) {
      if (rows.labels[n] !== 0) continue;
      const key = keyOf(rows, categories, n);
      const group = groups.get(key);
      if (group) group.push(n);
      else groups.set(key, [n]);
    }
    const boxes = [...groups].map(([key, group]) => {
      const ranges = numbers.map((d) => {
        const values = Float64Array.from(group, (n) => rows.values[n * rows.D + d]);
        return quantiles(values, [leftOut, 1 - leftOut]);
      });
      return { key, low: ranges.map(([low]) => low), high: ranges.map(([, high]) => high) };
    });
    return { numbers, categories, boxes };
  },
  decision(model, matrix) {
    const decision = new Float64Array(2 * matrix.N);
    for (let n = 0; n < matrix.N; n++) {
      const isInside = isInBox(model, matrix, n);
      decision[2 * n] = isInside ? 1 : -1;
      decision[2 * n + 1] = isInside ? -1 : 1;
    }
    return decision;
  },
});

function checkTwoClasses({ K }: TrainingRows): void {
  if (K === 2) return;
  throw new DataError(`The rectangle rule needs two classes, got ${K}. Take another classifier.`);
}

function indicesOf(columns: readonly Column[], isWanted: (column: Column) => boolean): number[] {
  return [...columns.keys()].filter((d) => isWanted(columns[d]));
}

/** The categories of a row as text. */
function keyOf({ values, D }: Matrix, categories: readonly number[], n: number): string {
  return categories.filter((d) => values[n * D + d] === 1).join(' ');
}

function isInBox({ numbers, categories, boxes }: Rectangles, matrix: Matrix, n: number): boolean {
  const key = keyOf(matrix, categories, n);
  const box = boxes.find((candidate) => candidate.key === key);
  if (!box) return false;
  return numbers.every((d, r) => {
    const value = matrix.values[n * matrix.D + d];
    return value >= box.low[r] && value <= box.high[r];
  });
}
