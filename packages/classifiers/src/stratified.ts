/**
 * Splits of rows in which every part has the classes in the same shares: folds of a cross-validation, and the
 * split into training and test rows. No row is in two parts.
 */
import { type ClassLabels, ConfigError, createRandom, DataError, shuffle } from '@anodec/core';

/** One fold: indices of rows, ascending. */
export interface Fold {
  readonly train: Int32Array;
  readonly test: Int32Array;
}

/**
 * Stratified folds: each row is in the test part of exactly one.
 *
 * @param k folds, at least 2
 * @param seed of the order in which the rows of a class are dealt out
 * @throws ConfigError when k is not a whole number of at least 2
 * @throws DataError when a class that occurs has fewer rows than there are folds
 */
export function stratifiedFolds(labels: ClassLabels, k: number, seed: number): Fold[] {
  if (!Number.isInteger(k) || k < 2) {
    throw new ConfigError(`folds must be a whole number of at least 2, got ${k}.`);
  }
  const foldOf = new Int32Array(labels.values.length);
  let dealt = 0; // goes on over the classes, so that no fold is larger than another by more than one row
  for (const { name, rows } of rowsByClass(labels, seed)) {
    if (rows.length < k) {
      throw new DataError(
        `Each class must have at least as many rows as there are folds, ${k}, got ${rows.length} of ` +
          `${name}. Add rows of it or take fewer folds.`,
      );
    }
    for (const row of rows) foldOf[row] = dealt++ % k;
  }
  return Array.from({ length: k }, (_, fold) => parts(foldOf, fold));
}

/**
 * One split into training and test rows.
 *
 * @param testShare share of the rows of each class that is tested, in (0, 1)
 * @throws ConfigError when the share is not between 0 and 1
 * @throws DataError when a class that occurs has no row for one of the parts
 */
export function stratifiedSplit(labels: ClassLabels, testShare: number, seed: number): Fold {
  if (!(testShare > 0 && testShare < 1)) {
    throw new ConfigError(`The share of test rows must be between 0 and 1, got ${testShare}.`);
  }
  const isTest = new Int32Array(labels.values.length);
  for (const { name, rows } of rowsByClass(labels, seed)) {
    const count = Math.round(rows.length * testShare);
    if (count === 0 || count === rows.length) {
      throw new DataError(
        `Each class must have rows for training and for testing, got ${rows.length} of ${name} of ` +
          `which ${count} would be tested. Add rows of it or change the share.`,
      );
    }
    for (const row of rows.subarray(0, count)) isTest[row] = 1;
  }
  return parts(isTest, 1);
}

/** Rows of each class that occurs, shuffled. */
function rowsByClass(
  { classes, values }: ClassLabels,
  seed: number,
): { name: string; rows: Int32Array }[] {
  const random = createRandom(seed);
  return classes
    .map((name, k) => {
      const indices = [...values.keys()].filter((row) => values[row] === k);
      return { name, rows: shuffle(Int32Array.from(indices), random.stream(name)) };
    })
    .filter(({ rows }) => rows.length > 0);
}

function parts(groups: Int32Array, tested: number): Fold {
  const rows = [...groups.keys()];
  return {
    train: Int32Array.from(rows.filter((row) => groups[row] !== tested)),
    test: Int32Array.from(rows.filter((row) => groups[row] === tested)),
  };
}
