/** Pooling by the Mahalanobis distance from the channel scores of normal rows. */
import { DataError, variantSettings } from '@anodec/core';
import { z } from 'zod';
import { choleskyFactor, squaredDistance } from './cholesky.js';
import { defineFittedPooling } from './pooling.js';
import { shrunkCovariance } from './shrunk-covariance.js';

const State = z.strictObject({
  /** (C), mean channel scores of normal rows. */
  centre: z.array(z.number()),
  /** (C · C), row-major, shrunk. */
  covariance: z.array(z.number()),
});

/**
 * Root of d²/K, where d is the Mahalanobis distance of K channel scores from normal rows: channels that
 * usually err together count once, and a combination that never occurs counts much. Divided by K, so
 * that a row with missing channels compares with others; with the identity as covariance and a mean of
 * zero it is `euclidean`. A channel whose error is unusually low counts as well.
 *
 * A row is measured by the channels that have a score. The fit takes rows in which all have one.
 *
 * Source: Mahalanobis 1936, "On the generalised distance in statistics"; covariance by Ledoit & Wolf
 * 2004, see `shrunkCovariance`.
 */
export const mahalanobis = defineFittedPooling({
  settings: variantSettings(
    'mahalanobis',
    'Mahalanobis distance of the channel scores from normal rows',
    {},
  ),
  state: State,
  fit(_, normal, C) {
    const rows = normal.flatMap((scores) => completeRows(scores, C));
    if (rows.length < 2) {
      throw new DataError(
        `The pooling mahalanobis needs 2 normal rows with a score for every channel, got ${rows.length}. ` +
          'Choose another pooling, or exclude channels with missing readings.',
      );
    }
    const { centre, covariance } = shrunkCovariance(rows, C);
    factorOf(covariance, C, allOf(C));
    return { centre: [...centre], covariance: [...covariance] };
  },
  pool(_, { centre, covariance }) {
    const C = centre.length;
    let known = allOf(C);
    let factor = factorOf(covariance, C, known);
    return (values, present) => {
      if (!sameChannels(present, known)) {
        known = present.slice(); // rows in a sequence mostly lack the same channels
        factor = factorOf(covariance, C, known);
      }
      const deviation = Float64Array.from(values, (value, k) => value - centre[present[k]]);
      return Math.sqrt(squaredDistance(factor, deviation) / values.length);
    };
  },
});

function completeRows(scores: Float32Array, C: number): Float32Array[] {
  const rows: Float32Array[] = [];
  for (let i = 0; i < scores.length; i += C) {
    const row = scores.subarray(i, i + C);
    if (!row.some((score) => Number.isNaN(score))) rows.push(row);
  }
  return rows;
}

function factorOf(covariance: ArrayLike<number>, C: number, chosen: Int32Array): Float64Array {
  const factor = choleskyFactor(covariance, C, chosen);
  if (factor) return factor;
  throw new DataError(
    'The pooling mahalanobis needs normal rows whose channel scores vary, got a singular covariance. ' +
      'Fit it to more normal rows, or choose another pooling.',
  );
}

function allOf(C: number): Int32Array {
  return Int32Array.from({ length: C }, (_, c) => c);
}

function sameChannels(a: Int32Array, b: Int32Array): boolean {
  return a.length === b.length && a.every((channel, k) => channel === b[k]);
}
