/** How far two lists of scores lie apart, a missing score being equal to a missing one. */

/** Arithmetic of other batch sizes may round differently; what lies within this share is the same. */
export const TOLERANCE = 1e-4;

/** A comparison of scores. */
export interface ScoreDifference {
  /** Largest difference as a share of the larger value, up to 2; Infinity where only one is a finite number. */
  readonly largest: number;
  /** First row beyond the tolerance; absent where there is none. */
  readonly row?: number;
}

/**
 * Compares the first scores of two lists, as many as the shorter one has.
 *
 * @param usual size of a score below which differences are shares of it, in the unit of the scores
 */
export function compareScores(
  a: ArrayLike<number>,
  b: ArrayLike<number>,
  usual = 0,
): ScoreDifference {
  const length = Math.min(a.length, b.length);
  let largest = 0;
  let row: number | undefined;
  for (let t = 0; t < length; t++) {
    const difference = relativeDifference(a[t], b[t], usual);
    if (difference > TOLERANCE && row === undefined) row = t;
    largest = Math.max(largest, difference);
  }
  return row === undefined ? { largest } : { largest, row };
}

function relativeDifference(a: number, b: number, usual: number): number {
  if (a === b || (Number.isNaN(a) && Number.isNaN(b))) return 0;
  if (!Number.isFinite(a) || !Number.isFinite(b)) return Infinity;
  return Math.abs(a - b) / Math.max(Math.abs(a), Math.abs(b), usual);
}

/** The comparison in words. */
export function describeDifference({ largest, row }: ScoreDifference): string {
  if (row === undefined) return describeSame(largest);
  const apart = `up to ${formatPercent(largest)} apart`;
  const how = largest === Infinity ? 'only one of the two is a finite number' : apart;
  return `differs, first in row ${row}: ${how}`;
}

/** Scores that are the same, in words. */
export function describeSame(largest: number): string {
  if (largest === 0) return 'equal to the bit';
  return `equal within ${formatPercent(largest)} (${100 * TOLERANCE} % is allowed for rounding)`;
}

/** Two digits, without an exponent. */
function formatPercent(share: number): string {
  const percent = 100 * share;
  if (percent < 1e-6) return 'less than 0.000001 %';
  return `${percent < 10 ? percent.toPrecision(2) : percent.toFixed(0)} %`;
}
