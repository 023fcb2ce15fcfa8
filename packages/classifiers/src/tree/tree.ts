/**
 * A binary tree as arrays, nodes in preorder: the left child of a node is the next one, so that only the right
 * one is stored.
 */
import { z } from 'zod';
import type { Matrix } from '../preparation.js';

/** The column of a node that asks nothing. */
export const LEAF = -1;

/** A row goes left where its value in the column of the node is at most the threshold. */
const Nodes = z.strictObject({
  /** Columns, -1 in leaves. */
  columns: z.array(z.int().min(LEAF)),
  thresholds: z.array(z.number()),
  /** Index of the right child, 0 in leaves. */
  right: z.array(z.int()),
  /** (nodes, V): shares of the classes, or one number. */
  values: z.array(z.number()),
});

export const Tree = Nodes.refine(isComplete, {
  error: 'must be a tree whose nodes lead to later ones',
});

export type Tree = z.output<typeof Nodes>;

function isComplete({ columns, thresholds, right, values }: Tree): boolean {
  const nodes = columns.length;
  if (nodes === 0 || thresholds.length !== nodes || right.length !== nodes) return false;
  if (values.length === 0 || values.length % nodes !== 0) return false;
  return columns.every(
    (column, node) => column === LEAF || (right[node] > node + 1 && right[node] < nodes),
  );
}

/** The leaf that a row falls into. */
export function leafOf(
  { columns, thresholds, right }: Tree,
  { values, D }: Matrix,
  n: number,
): number {
  let node = 0;
  while (columns[node] !== LEAF) {
    node = values[n * D + columns[node]] <= thresholds[node] ? node + 1 : right[node];
  }
  return node;
}
