/**
 * Grows a tree by the best division of each node, over all columns or some drawn at random.
 *
 * Every column is sorted once for all trees over the same rows; a division then splits the sorted rows of each
 * column in linear time and keeps their order. Of equally good divisions the first is taken: the
 * column further left, the smaller threshold.
 *
 * Source: Breiman, Friedman, Olshen & Stone 1984, "Classification and Regression Trees"; presorted columns:
 * Mehta, Agrawal & Rissanen 1996, "SLIQ: A Fast Scalable Classifier for Data Mining".
 */
import { type Random, shuffle } from '@anodec/core';
import type { Matrix } from '../preparation.js';
import type { Criterion } from './criterion.js';
import { LEAF, type Tree } from './tree.js';

/** When a node is not divided further. */
export interface GrowthLimits {
  /** Largest number of questions before an answer; Infinity for no limit. */
  readonly maxDepth: number;
  /** Fewer rows are not divided. */
  readonly minSamplesSplit: number;
  /** Fewer rows are no side of a division. */
  readonly minSamplesLeaf: number;
  /** Least gain of a division, as the share of all rows by weight times the impurity that goes. */
  readonly minImpurityDecrease: number;
}

/** Which columns a division is looked for in. */
export interface ColumnDraw {
  readonly count: number;
  readonly random: Random;
}

/** Rows from `start` to `end` of every sorted column that become a node. */
interface OpenNode {
  readonly start: number;
  readonly end: number;
  readonly depth: number;
  /** The node of which it is the right child; absent for left ones, which follow their parent. */
  readonly parent?: number;
}

interface Division {
  readonly column: number;
  /** Rows on the left side. */
  readonly count: number;
  readonly threshold: number;
  readonly purity: number;
}

/**
 * The rows by ascending value of each column, D arrays of N.
 *
 * Values that are equal stay in the order of the rows.
 */
export function sortColumns({ values, N, D }: Matrix): Int32Array[] {
  return Array.from({ length: D }, (_, d) => {
    const rows = new Int32Array(N).map((__, n) => n);
    return rows.sort((a, b) => values[a * D + d] - values[b * D + d]);
  });
}

/** Rows looked at between two pauses. */
const ROWS_AT_ONCE = 100_000;

/**
 * Grows one tree.
 *
 * @param sorted rows by ascending value of each column; those with weight 0 take no part; left as they are
 * @param weights (N), of the rows
 * @param rest awaited several times a second, so that an abort is noticed
 * @param draw columns that are drawn for each division; all where absent
 */
export async function growTree(
  matrix: Matrix,
  sorted: readonly Int32Array[],
  weights: Float64Array,
  criterion: Criterion,
  limits: GrowthLimits,
  rest: () => Promise<void>,
  draw?: ColumnDraw,
): Promise<Tree> {
  const order = sorted.map((rows) => rows.filter((row) => weights[row] > 0));
  const total = order[0].reduce((sum, row) => sum + weights[row], 0);
  const tree: Tree = { columns: [], thresholds: [], right: [], values: [] };
  const sides = createSides(order, matrix.N);
  // a stack of our own: a tree may be deeper than the calls that JavaScript allows
  const open: OpenNode[] = [{ start: 0, end: order[0].length, depth: 0 }];
  let rows = 0;
  for (let next = open.pop(); next; next = open.pop()) {
    const { start, end, depth, parent } = next;
    rows += end - start;
    if (rows > ROWS_AT_ONCE) {
      await rest();
      rows = 0;
    }
    const node = tree.columns.length;
    if (parent !== undefined) tree.right[parent] = node;
    criterion.start(order[0].subarray(start, end));
    pushLeaf(tree, criterion);
    if (isDone(end - start, depth, limits) || criterion.isPure()) continue;
    const whole = criterion.whole();
    const best = bestDivision(matrix, order, next, criterion, limits.minSamplesLeaf, draw);
    if (!best) continue;
    if ((best.purity - whole) / total + Number.EPSILON < limits.minImpurityDecrease) continue;
    tree.columns[node] = best.column;
    tree.thresholds[node] = best.threshold;
    const middle = start + best.count;
    sides.divide(best.column, start, middle, end);
    open.push({ start: middle, end, depth: depth + 1, parent: node });
    open.push({ start, end: middle, depth: depth + 1 });
  }
  return tree;
}

function pushLeaf(tree: Tree, criterion: Criterion): void {
  criterion.pushValue(tree.values);
  tree.columns.push(LEAF);
  tree.thresholds.push(0);
  tree.right.push(0);
}

function isDone(rows: number, depth: number, limits: GrowthLimits): boolean {
  return (
    depth >= limits.maxDepth || rows < limits.minSamplesSplit || rows < 2 * limits.minSamplesLeaf
  );
}

/** All columns in their order, or all in an order drawn at random. */
function drawColumns(D: number, draw: ColumnDraw | undefined): Int32Array {
  const columns = new Int32Array(D).map((_, d) => d);
  return draw ? shuffle(columns, draw.random) : columns;
}

function bestDivision(
  matrix: Matrix,
  order: readonly Int32Array[],
  { start, end }: OpenNode,
  criterion: Criterion,
  minSamplesLeaf: number,
  draw: ColumnDraw | undefined,
): Division | undefined {
  const { values, D } = matrix;
  let best: Division | undefined;
  let varying = 0;
  for (const [visited, column] of drawColumns(D, draw).entries()) {
    // a column that does not vary here was drawn in vain: at least one that does is tried
    if (draw && visited >= draw.count && varying > 0) break;
    const rows = order[column].subarray(start, end);
    if (values[rows[0] * D + column] === values[rows[rows.length - 1] * D + column]) continue;
    varying++;
    best = bestInColumn(matrix, rows, column, criterion, minSamplesLeaf, best);
  }
  return best;
}

/** The best division by one column, where it is better than what was found before. */
function bestInColumn(
  { values, D }: Matrix,
  rows: Int32Array,
  column: number,
  criterion: Criterion,
  minSamplesLeaf: number,
  before: Division | undefined,
): Division | undefined {
  let best = before;
  criterion.reset();
  for (let i = 1; i <= rows.length - minSamplesLeaf; i++) {
    criterion.move(rows[i - 1]);
    const [last, next] = [values[rows[i - 1] * D + column], values[rows[i] * D + column]];
    if (i < minSamplesLeaf || last === next) continue;
    const purity = criterion.divided();
    if (best && purity <= best.purity) continue;
    const middle = last / 2 + next / 2;
    // between two neighbouring doubles there is none: the threshold must stay below the next value
    best = { column, count: i, threshold: middle === next ? last : middle, purity };
  }
  return best;
}

/** Divides the sorted rows of every column in place; the rows of a side stay in order. */
function createSides(
  order: readonly Int32Array[],
  N: number,
): { divide(column: number, start: number, middle: number, end: number): void } {
  const isLeft = new Uint8Array(N);
  const kept = new Int32Array(order[0].length);
  return {
    divide(column, start, middle, end) {
      for (let i = start; i < end; i++) isLeft[order[column][i]] = i < middle ? 1 : 0;
      for (const rows of order) {
        let [left, right] = [start, 0];
        for (let i = start; i < end; i++) {
          if (isLeft[rows[i]] === 1) rows[left++] = rows[i];
          else kept[right++] = rows[i];
        }
        rows.set(kept.subarray(0, right), left);
      }
    },
  };
}
