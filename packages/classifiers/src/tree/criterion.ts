/**
 * How good a division of rows is: Gini impurity and entropy for classes, squares for numbers.
 *
 * Each has a purity that adds up over groups; a division is the better the more it adds to that of the whole.
 * It is the number of rows, by weight, minus their impurity times that number, up to a constant.
 *
 * Source: Breiman, Friedman, Olshen & Stone 1984, "Classification and Regression Trees", sections 4.3 and 8.4.
 */

/** The rows of a node, moved one by one from the right side to the left one. */
export interface Criterion {
  /** Numbers of the value of a node, V. */
  readonly size: number;
  /** Puts these rows on the right side; the left one is empty. */
  start(rows: Int32Array): void;
  /** Puts all rows on the right side again. */
  reset(): void;
  /** Moves a row to the left side. */
  move(row: number): void;
  /** Of all rows of the node together. */
  whole(): number;
  /** Of the two sides; at least as large as the whole. */
  divided(): number;
  /** Whether all rows are alike, so that nothing is left to divide. */
  isPure(): boolean;
  /** The value of the node, appended: shares of the classes, or the mean. */
  pushValue(values: number[]): void;
}

export type Impurity = 'gini' | 'entropy';

// as scikit-learn, so that rounding does not keep a pure node from being a leaf
const PURE = Number.EPSILON;

/**
 * Divides by classes.
 *
 * @param labels (N), class indices
 * @param weights (N), of the rows
 */
export function classCriterion(
  labels: Uint8Array,
  weights: Float64Array,
  K: number,
  impurity: Impurity,
): Criterion {
  const purity = impurity === 'gini' ? giniPurity : entropyPurity;
  const [total, left, right] = [0, 1, 2].map(() => new Float64Array(K));
  return {
    size: K,
    start(rows) {
      total.fill(0);
      for (const row of rows) total[labels[row]] += weights[row];
      this.reset();
    },
    reset() {
      left.fill(0);
      right.set(total);
    },
    move(row) {
      left[labels[row]] += weights[row];
      right[labels[row]] -= weights[row];
    },
    whole: () => purity(total),
    divided: () => purity(left) + purity(right),
    isPure() {
      const sum = sumOf(total);
      const mean = purity(total) / sum;
      return (impurity === 'gini' ? 1 - mean : -mean) <= PURE;
    },
    pushValue(values) {
      const sum = sumOf(total);
      for (const weight of total) values.push(weight / sum);
    },
  };
}

/**
 * Divides by numbers: squared deviations from the mean of a side.
 *
 * @param targets (N), read anew at every use, so that they may change between two trees
 */
export function squaresCriterion(targets: Float64Array, weights: Float64Array): Criterion {
  let [total, totalWeight, squares, left, leftWeight] = [0, 0, 0, 0, 0];
  return {
    size: 1,
    start(rows) {
      [total, totalWeight, squares] = [0, 0, 0];
      for (const row of rows) {
        total += weights[row] * targets[row];
        squares += weights[row] * targets[row] ** 2;
        totalWeight += weights[row];
      }
      this.reset();
    },
    reset() {
      [left, leftWeight] = [0, 0];
    },
    move(row) {
      left += weights[row] * targets[row];
      leftWeight += weights[row];
    },
    whole: () => total ** 2 / totalWeight,
    divided: () => left ** 2 / leftWeight + (total - left) ** 2 / (totalWeight - leftWeight),
    isPure: () => squares / totalWeight - (total / totalWeight) ** 2 <= PURE,
    pushValue: (values) => void values.push(total / totalWeight),
  };
}

function sumOf(weights: Float64Array): number {
  let sum = 0;
  for (const weight of weights) sum += weight;
  return sum;
}

/** Weight minus weight times Gini impurity. */
function giniPurity(weights: Float64Array): number {
  let [sum, squares] = [0, 0];
  for (const weight of weights) {
    sum += weight;
    squares += weight * weight;
  }
  return sum > 0 ? squares / sum : 0;
}

/** Minus weight times entropy, in bits. */
function entropyPurity(weights: Float64Array): number {
  const sum = sumOf(weights);
  let purity = 0;
  for (const weight of weights) if (weight > 0) purity += weight * Math.log2(weight / sum);
  return purity;
}
