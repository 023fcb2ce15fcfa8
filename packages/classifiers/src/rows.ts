/** Rows of features and their labels: checks at the border, and selections. */
import {
  type ClassLabels,
  checkShape,
  DataError,
  type Feature,
  type FeatureRows,
  ShapeError,
} from '@anodec/core';

/** The number of rows, N. */
export function rowCount({ features, values }: FeatureRows): number {
  return values.length / features.length;
}

/**
 * Checks rows: every value finite, every category known.
 *
 * @returns the number of rows, N
 * @throws ShapeError when the values do not fill the rows
 * @throws DataError at the first value that cannot be used, naming its feature and row
 */
export function checkRows(rows: FeatureRows): number {
  const { features, values } = rows;
  const F = features.length;
  if (F === 0) throw new ShapeError('Rows must have at least one feature, got none.');
  const N = Math.ceil(rowCount(rows));
  checkShape('row values', values, N, F);
  for (let i = 0; i < values.length; i++) {
    const feature = features[i % F];
    if (isUsable(feature, values[i])) continue;
    const at = `row ${Math.floor(i / F)}`;
    throw new DataError(
      feature.categories
        ? `${feature.name} must be an index of ${feature.categories.join(', ')}, got ${values[i]} in ${at}.`
        : `${feature.name} must be a finite number, got ${values[i]} in ${at}. Leave such rows out.`,
    );
  }
  return N;
}

function isUsable({ categories }: Feature, value: number): boolean {
  if (!categories) return Number.isFinite(value);
  return Number.isInteger(value) && value >= 0 && value < categories.length;
}

/**
 * Checks that rows have the features that a classifier was fitted to.
 *
 * @throws ShapeError that names both
 */
export function checkSameFeatures(rows: FeatureRows, fitted: readonly Feature[]): void {
  const [got, expected] = [listOf(rows.features), listOf(fitted)];
  if (got === expected) return;
  throw new ShapeError(
    `The rows must have the features of the classifier, ${expected}, got ${got}.`,
  );
}

function listOf(features: readonly Feature[]): string {
  return features
    .map(({ name, categories }) => (categories ? `${name} (${categories.join(', ')})` : name))
    .join(', ');
}

/**
 * Checks labels against their rows.
 *
 * @throws ShapeError when there are not as many labels as rows
 * @throws DataError when a label is not a class, or fewer than two classes occur
 */
export function checkLabels({ classes, values }: ClassLabels, N: number): void {
  if (values.length !== N) {
    throw new ShapeError(`labels must be as many as rows, ${N}, got ${values.length}.`);
  }
  const wrong = values.findIndex((label) => label >= classes.length);
  if (wrong >= 0) {
    throw new DataError(
      `The label of row ${wrong} must be an index of ${classes.join(', ')}, got ${values[wrong]}.`,
    );
  }
  const found = [...new Set(values)].map((label) => classes[label]);
  if (found.length >= 2) return;
  throw new DataError(
    `Training rows must be of at least two classes of ${classes.join(', ')}, got ` +
      `${found.length === 0 ? 'no row' : `${N} ${N === 1 ? 'row' : 'rows'} of ${found[0]} alone`}. Add rows of another class.`,
  );
}

/** The rows with these indices, in their order, copied. */
export function selectRows(rows: FeatureRows, indices: ArrayLike<number>): FeatureRows {
  const F = rows.features.length;
  const values = new Float64Array(indices.length * F);
  for (let n = 0; n < indices.length; n++) {
    const start = indices[n] * F;
    values.set(rows.values.subarray(start, start + F), n * F);
  }
  return { features: rows.features, values };
}

/** The labels with these indices, in their order, copied. */
export function selectLabels(labels: ClassLabels, indices: ArrayLike<number>): ClassLabels {
  const values = Uint8Array.from(indices, (index) => labels.values[index]);
  return { classes: labels.classes, values };
}
